"""What a protocol must keep before it is planned with."""
