package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.http1.RuleCases.Case;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule has requests that it must refuse, and harmless neighbours of them.
class RequestRuleTest {

    static Stream<Case> refused() {
        return RuleCases.refused();
    }

    static List<Case> accepted() {
        return RuleCases.accepted();
    }

    @ParameterizedTest
    @MethodSource
    void refused(Case wrong) {
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);

        Progress progress = parse(head, wrong.request());

        assertThat(progress).isEqualTo(Progress.REFUSED);
        assertThat(head.rule()).isEqualTo(wrong.rule());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusedWhateverTheSplit(Case wrong) {
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);

        Progress progress = parseByteByByte(head, wrong.request());

        assertThat(progress).isEqualTo(Progress.REFUSED);
        assertThat(head.rule()).isEqualTo(wrong.rule());
    }

    @ParameterizedTest
    @MethodSource
    void accepted(Case right) {
        RequestHead whole = new RequestHead(HeadLimits.DEFAULT);
        RequestHead split = new RequestHead(HeadLimits.DEFAULT);

        assertThat(parse(whole, right.request())).isEqualTo(Progress.COMPLETE);
        assertThat(parseByteByByte(split, right.request())).isEqualTo(Progress.COMPLETE);
        assertThat(split.fieldCount()).isEqualTo(whole.fieldCount());
        assertThat(split.contentLength()).isEqualTo(whole.contentLength());
    }

    @Test
    void everyRuleOfHeadsHasACase() {
        Set<RequestRule> covered = EnumSet.noneOf(RequestRule.class);
        refused().forEach(wrong -> covered.add(wrong.rule()));

        Set<RequestRule> bodies =
                EnumSet.of(
                        RequestRule.CHUNK_SIZE,
                        RequestRule.CHUNK_EXTENSION,
                        RequestRule.CHUNK_END,
                        RequestRule.TRAILER_MALFORMED,
                        RequestRule.TRAILERS_TOO_LARGE,
                        RequestRule.BODY_TOO_LARGE,
                        RequestRule.HEADER_TIMEOUT,
                        RequestRule.BODY_TIMEOUT,
                        RequestRule.BODY_NOT_BUFFERED,
                        RequestRule.BODY_TOO_SLOW);
        covered.addAll(bodies);
        assertThat(covered).containsExactlyInAnyOrder(RequestRule.values());
    }

    private static Progress parse(RequestHead head, String text) {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        Progress progress = head.parse(in);
        in.release();
        return progress;
    }

    private static Progress parseByteByByte(RequestHead head, String text) {
        Progress progress = Progress.MORE;
        for (int i = 0; i < text.length() && progress == Progress.MORE; i++) {
            progress = parse(head, text.substring(i, i + 1));
        }
        return progress;
    }
}
