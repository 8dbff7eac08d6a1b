"""Forms of reviews: panels and opinions (``panels``), the pool (``experts``)."""
