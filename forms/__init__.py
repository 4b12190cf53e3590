"""Forms: one definition that is rendered, parsed, validated, printed and compared."""
