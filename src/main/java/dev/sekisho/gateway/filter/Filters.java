package dev.sekisho.gateway.filter;

import dev.sekisho.model.http.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the filters of a route in their order.
public final class Filters {

    /// An answer that ends the request instead of the route's action.
    public record Redirect(int status, String location) {}

    private Filters() {}

    /// The first filter's answer, or null if all let the request pass.
    public static @Nullable Redirect run(List<Filter> filters, FilteredRequest request) {
        for (int i = 0; i < filters.size(); i++) {
            Redirect redirect =
                    switch (filters.get(i)) {
                        case Filter.HttpsRedirect https -> toHttps(https, request);
                    };
            if (redirect != null) {
                return redirect;
            }
        }
        return null;
    }

    private static @Nullable Redirect toHttps(
            Filter.HttpsRedirect filter, FilteredRequest request) {
        if (request.isSecure()) {
            return null;
        }
        for (String prefix : filter.exemptPrefixes()) {
            if (request.pathStartsWith(prefix)) {
                return null;
            }
        }
        return new Redirect(filter.status(), request.httpsLocation());
    }
}
