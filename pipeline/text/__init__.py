"""Facts of print, and the forms in which texts are compared; imports nothing of ours."""
