package dev.sekisho.translate.service;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.model.service.ServicePort;
import java.util.List;

/// What was read of one Service, before others are looked at.
record ServiceReading(
        List<ServicePort> ports, List<HealthCheck> healthChecks, List<Diagnostic> diagnostics) {}
