"""The only part of core that an axis may import."""
