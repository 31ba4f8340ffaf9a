package dev.sekisho.gateway.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;

/// The fields of one header block in the order they came. Reused from block to block; what HPACK
/// decodes is added here and nowhere looked up.
final class HeaderList extends DefaultHttp2Headers {

    private static final int NO_TABLE = 2;

    private final List<CharSequence> names = new ArrayList<>();
    private final List<CharSequence> values = new ArrayList<>();

    HeaderList() {
        super(false, NO_TABLE);
    }

    void reset() {
        names.clear();
        values.clear();
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        names.add(name);
        values.add(value);
        return this;
    }

    int count() {
        return names.size();
    }

    CharSequence name(int index) {
        return names.get(index);
    }

    CharSequence value(int index) {
        return values.get(index);
    }
}
