"""The programme: what the district has decided about how the model is run."""
