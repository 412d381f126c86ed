"""What comes in and goes out as JSON; the OpenAPI document is generated from here."""
