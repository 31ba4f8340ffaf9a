package dev.sekisho.manifests;

import java.nio.file.Path;

/// A folder that was named at start cannot be served from; the message is one line for the user.
public final class ManifestFolderException extends Exception {

    private static final long serialVersionUID = 1L;

    ManifestFolderException(Path folder, String problem) {
        super("cannot serve " + folder + ": " + problem);
    }
}
