"""From bytes to bytes: JSON, NDJSON, forms, multipart. Knows no HTTP client and no service."""
