"""TODO-PKG"""
