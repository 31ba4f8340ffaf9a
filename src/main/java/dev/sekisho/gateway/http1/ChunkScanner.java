package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Checks a chunked body as it passes (RFC 9112 7.1) without copying its data.
///
/// Keeps the framing of the sender, less the extensions, or strips it. Trailers are checked and
/// sent on, less those that would change the meaning of the head.
public final class ChunkScanner {

    private static final int MOST_DIGITS = 16;
    private static final short EMPTY_LINE = 0x0d0a;
    private static final byte[] CRLF = {'\r', '\n'};

    /// What becomes of the sender's framing.
    public enum Delivery {
        /// Sent on, for a receiver that is told `Transfer-Encoding: chunked`.
        FRAMED,
        /// Taken off: the data alone, and the trailers apart.
        DATA
    }

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        TRAILER_BLOCK,
        END
    }

    /// Where in a quoted string of an extension the scanner is: a line that ends in one ends for
    /// some readers only.
    private enum Quote {
        OUTSIDE,
        INSIDE,
        ESCAPED;

        private Quote after(byte octet) {
            return switch (this) {
                case OUTSIDE -> octet == '"' ? INSIDE : OUTSIDE;
                case INSIDE -> octet == '"' ? OUTSIDE : octet == '\\' ? ESCAPED : INSIDE;
                case ESCAPED -> INSIDE;
            };
        }
    }

    private final HeadLimits limits;
    private Delivery delivery = Delivery.FRAMED;
    private State state = State.SIZE;
    private Quote quote = Quote.OUTSIDE;
    private @Nullable FieldBlock trailers;
    private @Nullable RequestRule rule;
    private long size;
    private int digits;
    private int extension;
    private long total;
    private int at;
    private int runStart;

    public ChunkScanner(HeadLimits limits) {
        this.limits = limits;
    }

    /// Begins a body.
    public void start(Delivery wanted) {
        delivery = wanted;
        state = State.SIZE;
        rule = null;
        size = 0;
        digits = 0;
        extension = 0;
        quote = Quote.OUTSIDE;
        total = 0;
    }

    /// The rule that the body breaks, once it is refused.
    public @Nullable RequestRule rule() {
        return rule;
    }

    /// The bytes of data announced so far.
    public long total() {
        return total;
    }

    /// Takes the body's bytes from `in` and hands them on; what follows the body is left.
    public Progress scan(ByteBuf in, ChunkSink sink) {
        at = in.readerIndex();
        runStart = at;
        int end = in.writerIndex();
        while (at < end && state != State.END && rule == null) {
            step(in, end, sink);
        }
        if (rule == null) {
            emit(in, sink);
        }
        in.readerIndex(at);
        if (rule != null) {
            return Progress.REFUSED;
        }
        return state == State.END ? Progress.COMPLETE : Progress.MORE;
    }

    private void step(ByteBuf in, int end, ChunkSink sink) {
        switch (state) {
            case SIZE -> size(in, sink);
            case EXTENSION -> extension(in.getByte(at++));
            case SIZE_LF -> sizeLine(in.getByte(at++));
            case DATA -> data(in, end, sink);
            case DATA_CR -> expect(in.getByte(at++), '\r', State.DATA_LF);
            case DATA_LF -> dataEnd(in.getByte(at++));
            case TRAILERS -> trailers(in, end, sink);
            case TRAILER_BLOCK -> trailerBlock(in, sink);
            case END -> {}
        }
    }

    private void size(ByteBuf in, ChunkSink sink) {
        byte octet = in.getByte(at);
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            size = (size << 4) | digit;
            refuseIf(++digits > MOST_DIGITS || size > Integer.MAX_VALUE, RequestRule.CHUNK_SIZE);
            at++;
            return;
        }
        if (digits == 0) {
            rule = RequestRule.CHUNK_SIZE;
        } else if (octet == ';') {
            emit(in, sink);
            state = State.EXTENSION;
        } else if (octet == '\r') {
            at++;
            state = State.SIZE_LF;
        } else {
            rule = octet == '\n' ? RequestRule.BARE_LF : RequestRule.CHUNK_SIZE;
        }
    }

    private void extension(byte octet) {
        if (octet == '\r') {
            refuseIf(quote != Quote.OUTSIDE, RequestRule.CHUNK_EXTENSION);
            at--;
            runStart = at++;
            state = State.SIZE_LF;
            return;
        }
        refuseIf(octet == '\n', RequestRule.BARE_LF);
        refuseIf(!Octets.isValue(octet), RequestRule.CHUNK_EXTENSION);
        quote = quote.after(octet);
        refuseIf(++extension > limits.chunkExtensionBytes(), RequestRule.CHUNK_EXTENSION);
        runStart = at;
    }

    private void sizeLine(byte octet) {
        if (octet != '\n') {
            rule = RequestRule.BARE_CR;
            return;
        }
        total += size;
        refuseIf(total < 0, RequestRule.CHUNK_SIZE);
        state = size == 0 ? State.TRAILERS : State.DATA;
        digits = 0;
        if (delivery == Delivery.DATA) {
            runStart = at;
        }
    }

    private void data(ByteBuf in, int end, ChunkSink sink) {
        int taken = (int) Math.min(size, end - at);
        at += taken;
        size -= taken;
        if (size == 0) {
            state = State.DATA_CR;
            if (delivery == Delivery.DATA) {
                emit(in, sink);
            }
        }
    }

    private void expect(byte octet, char wanted, State next) {
        refuseIf(octet != wanted, RequestRule.CHUNK_END);
        state = next;
    }

    private void dataEnd(byte octet) {
        expect(octet, '\n', State.SIZE);
        if (delivery == Delivery.DATA) {
            runStart = at;
        }
    }

    private void trailers(ByteBuf in, int end, ChunkSink sink) {
        if (end - at >= 2 && in.getShort(at) == EMPTY_LINE) {
            at += 2;
            state = State.END;
            return;
        }
        emit(in, sink);
        state = State.TRAILER_BLOCK;
        block().clear();
    }

    private FieldBlock block() {
        FieldBlock block = trailers;
        if (block == null) {
            block = new FieldBlock(limits.ofTrailers());
            trailers = block;
        }
        return block;
    }

    private void trailerBlock(ByteBuf in, ChunkSink sink) {
        FieldBlock block = block();
        in.readerIndex(at);
        Progress progress = block.read(in, FieldBlock.NO_LINE);
        if (progress == Progress.COMPLETE) {
            state = State.END;
            if (delivery == Delivery.FRAMED) {
                sink.piece(section(in, block));
            } else {
                sink.trailers(section(in, block));
            }
        }
        refuseIf(progress == Progress.REFUSED, faultOfTrailers(block.rule()));
        at = in.readerIndex();
        runStart = at;
    }

    private static RequestRule faultOfTrailers(@Nullable RequestRule broken) {
        return switch (broken) {
            case FIELDS_TOO_LARGE, FIELDS_TOO_MANY, COOKIES_TOO_MANY ->
                    RequestRule.TRAILERS_TOO_LARGE;
            case null, default -> RequestRule.TRAILER_MALFORMED;
        };
    }

    private static ByteBuf section(ByteBuf in, FieldBlock block) {
        ByteBuf out = in.alloc().ioBuffer(block.filled());
        for (int i = 0; i < block.count(); i++) {
            int start = block.lineStart(i);
            boolean usual = block.name(i) == KnownName.OTHER;
            if (usual && TrailerNames.isAllowed(block.bytes(), start, block.nameEnd(i))) {
                out.writeBytes(block.bytes(), start, block.valueEnd(i) - start);
                out.writeBytes(CRLF);
            }
        }
        return out.writeBytes(CRLF);
    }

    private void refuseIf(boolean broken, RequestRule broke) {
        if (broken && rule == null) {
            rule = broke;
        }
    }

    private void emit(ByteBuf in, ChunkSink sink) {
        boolean framed = delivery == Delivery.DATA && state != State.DATA && state != State.DATA_CR;
        if (at > runStart && !framed) {
            sink.piece(in.retainedSlice(runStart, at - runStart));
        }
        runStart = at;
    }
}
