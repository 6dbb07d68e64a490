"""The log of the school yard: noting with one hand, also without net, and the picture it gives."""
