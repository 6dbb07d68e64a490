"""The families' own pages, with their own login. May not import programme, insight or web."""
