package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LeadershipSettingsTest {

    @Test
    void aReplicaWithoutANameCannotCompete() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeadershipSettings.of("default", "sekisho-leader", ""))
                .withMessageContaining("empty");
    }

    @Test
    void aLeaseNeedsANamespace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeadershipSettings.of("", "sekisho-leader", "a"))
                .withMessageContaining("namespace");
    }
}
