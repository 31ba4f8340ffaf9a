package dev.sekisho.plane;

import dev.sekisho.model.Diagnostic;
import java.util.List;

/// What a plane made of a snapshot. `problems` name objects that it could not serve as asked.
public record PlaneReport(String plane, long generation, List<Diagnostic> problems) {

    public PlaneReport {
        problems = List.copyOf(problems);
    }

    public static PlaneReport programmed(String plane, long generation) {
        return new PlaneReport(plane, generation, List.of());
    }
}
