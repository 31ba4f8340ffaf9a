package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Objects are cut out of lists and frames byte for byte.
class WireFormatTest {

    @Test
    void theItemsOfAListAreCutOutWhateverTheyHold() throws ApiException {
        var first = "{\"a\": \"関所 }] \\\" \", \"b\": [1, {\"c\": []}]}";
        var second = "{}";
        var items = new ArrayList<String>();
        var page =
                read(
                        """
                        {"kind": "IngressList", "extra": {"items": [{"no": 1}]},
                         "items": [ %s , %s ],
                         "metadata": {"remainingItemCount": 3, "resourceVersion": "7",
                                      "continue": "x=="}}
                        """
                                .formatted(first, second),
                        items);
        assertThat(items).containsExactly(first, second);
        assertThat(page).isEqualTo(new WireFormat.Page("7", "x=="));
    }

    @Test
    void aListMayHaveNoItems() throws ApiException {
        var items = new ArrayList<String>();
        assertThat(read("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":null}", items))
                .isEqualTo(new WireFormat.Page("7", ""));
        assertThat(items).isEmpty();
    }

    @Test
    void theObjectOfAFrameIsCutOut() throws ApiException {
        var event = WireFormat.readEvent("{\"type\":\"ADDED\",\"object\":{\"関\":{\"x\":\"所\"}}}\n");
        assertThat(event.type()).isEqualTo("ADDED");
        assertThat(text(event.object())).isEqualTo("{\"関\":{\"x\":\"所\"}}");
    }

    @Test
    void aMalformedFrameIsRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> WireFormat.readEvent("{\"type\": \"ADDED\", secret"))
                .isInstanceOf(ApiException.class)
                .hasMessageNotContaining("secret");
    }

    private static WireFormat.Page read(String json, List<String> items) throws ApiException {
        return WireFormat.readPage(
                json.getBytes(StandardCharsets.UTF_8), item -> items.add(text(item)));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
