package dev.sekisho.translate.annotation;

import dev.sekisho.model.http.PathOddity;

/// What one annotation says about unusual paths of the hosts of its Ingress.
public record PathAllowance(PathOddity oddity, String key, boolean allowed) {}
