package dev.sekisho.kube;

import dev.sekisho.kube.KubernetesSourceSettings.Pace;
import java.util.concurrent.Semaphore;

/// What everything that reads from one API server shares; `pages` are the turns to hold a page of a
/// list in memory.
record Link(ApiServer api, Troubles troubles, Pace pace, Semaphore pages) {

    private static final int PAGES_AT_A_TIME = 3;

    static Link of(ApiServer api, Pace pace) {
        var troubles = new Troubles(api.address());
        return new Link(api, troubles, pace, new Semaphore(PAGES_AT_A_TIME, true));
    }
}
