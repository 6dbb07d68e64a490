"""The pieces that every page is made of: layout, components, forms, and who may open a page."""
