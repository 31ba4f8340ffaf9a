package dev.sekisho.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OverloadMonitorTest {

    private final FakeResources resources = new FakeResources();
    private final Counting relief = new Counting();
    private final OverloadMonitor monitor =
            new OverloadMonitor(OverloadSettings.DEFAULT, resources, relief);

    @Test
    void roomIsMadeFromNinetyFivePercentOfTheDescriptorsOn() {
        open(94);
        assertThat(relief.asked).isZero();
        assertThat(monitor.hasDescriptors(0)).isTrue();

        open(95);
        assertThat(relief.asked).isEqualTo(2);
        assertThat(monitor.hasDescriptors(0)).isFalse();
    }

    @Test
    void whatWasPromisedIsNotAskedForAgain() {
        relief.promised = 2;
        open(96);
        assertThat(relief.asked).isOne();
    }

    @Test
    void aShortageEndsBelowWhereItBegan() {
        open(95);
        open(94);
        assertThat(monitor.hasDescriptors(0)).isFalse();
        assertThat(relief.reopened).isZero();

        open(93);
        assertThat(monitor.hasDescriptors(0)).isTrue();
        assertThat(relief.reopened).isOne();
    }

    @Test
    void whatTheGatewayCountsItselfIsSeenBeforeTheKernelIsAsked() {
        relief.counted = 10;
        open(60);

        assertThat(monitor.hasDescriptors(44)).isTrue();
        assertThat(monitor.hasReserve(45)).isTrue();
        assertThat(monitor.hasDescriptors(45)).isFalse();
        assertThat(monitor.hasReserve(48)).isFalse();
    }

    @Test
    void aLimitThatIsNotKnownIsNone() {
        resources.descriptors(Integer.MAX_VALUE, () -> 1_000_000);
        monitor.look();
        assertThat(monitor.hasDescriptors(0)).isTrue();
    }

    @Test
    void aSmallLimitHasMarksToo() {
        resources.descriptors(10, () -> 9);
        monitor.look();
        assertThat(monitor.hasDescriptors(0)).isFalse();
        resources.descriptors(10, () -> 8);
        monitor.look();
        assertThat(monitor.hasDescriptors(0)).isTrue();
    }

    private void open(int descriptors) {
        resources.descriptors(100, () -> descriptors);
        relief.asked = 0;
        relief.reopened = 0;
        monitor.look();
    }

    private static final class Counting implements Relief {

        private final AtomicInteger looks = new AtomicInteger();
        private int counted;
        private int promised;
        private int asked;
        private int reopened;

        @Override
        public int countedDescriptors() {
            return counted;
        }

        @Override
        public int promisedDescriptors() {
            return promised;
        }

        @Override
        public void makeRoom(int descriptors) {
            asked += descriptors;
        }

        @Override
        public void reopen() {
            reopened++;
        }

        @Override
        public void looked() {
            looks.incrementAndGet();
        }
    }
}
