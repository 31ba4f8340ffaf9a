package dev.sekisho.translate.backend;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.NameLookup;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.HostPattern;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.HostReader;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds the addresses that a Service of type ExternalName leads to.
final class ExternalNameReader {

    /// What became of an external name.
    sealed interface Outcome {

        /// `refused` is how many further addresses may not be used.
        record Addresses(List<IpAddress> usable, int refused) implements Outcome {}

        record Forbidden(String problem) implements Outcome {}

        record Unresolved(String problem) implements Outcome {}

        record Awaited() implements Outcome {}
    }

    private final ClusterState state;
    private final ExternalAddresses permitted;

    ExternalNameReader(ClusterState state, ExternalAddresses permitted) {
        this.state = state;
        this.permitted = permitted;
    }

    /// Asks for the name, too, unless it is an address.
    Outcome read(Service service, DemandDraft demand) {
        var name = name(service);
        var literal = IpAddress.parse(name);
        if (literal.isPresent()) {
            return judge(name, List.of(name));
        }
        if (!(HostReader.read(name) instanceof Reading.Valid(HostPattern.Exact _))) {
            return new Outcome.Unresolved(
                    leadsTo(service.externalName())
                            + "which is not a DNS name (expected: a full host name)");
        }
        demand.externalName(name);
        return judge(name, state.name(name));
    }

    /// The endpoints that may be used; none where the name leads nowhere, or nowhere permitted.
    List<IpAddress> addresses(Service service) {
        return switch (read(service, new DemandDraft())) {
            case Outcome.Addresses(var usable, _) -> usable;
            case Outcome.Forbidden _, Outcome.Unresolved _, Outcome.Awaited _ -> List.of();
        };
    }

    /// The name as it is looked up: lower case, without the dot that ends an absolute name.
    private static String name(Service service) {
        var name = service.externalName().toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private Outcome judge(String name, NameLookup lookup) {
        return switch (lookup) {
            case NameLookup.Resolved(var addresses) -> judge(name, addresses);
            case NameLookup.Failed(var problem) ->
                    new Outcome.Unresolved(
                            leadsTo(name) + "which does not resolve: " + Excerpt.of(problem));
            case NameLookup.Pending() -> new Outcome.Awaited();
        };
    }

    private Outcome judge(String name, List<String> answers) {
        var usable = new ArrayList<IpAddress>();
        var refused = 0;
        for (var answer : answers) {
            var address = IpAddress.parse(answer);
            if (address.isPresent() && permitted.permits(address.get())) {
                usable.add(address.get());
            } else {
                refused++;
            }
        }
        if (usable.isEmpty() && refused > 0) {
            return new Outcome.Forbidden(
                    leadsTo(name)
                            + "which is "
                            + Excerpt.of(answers.getFirst())
                            + " (expected: no loopback, link-local or metadata address)");
        }
        return new Outcome.Addresses(List.copyOf(usable), refused);
    }

    private static String leadsTo(String name) {
        return "leads to external name " + Excerpt.of(name) + ", ";
    }
}
