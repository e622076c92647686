package switchboard.files;

import java.nio.file.Path;
import java.util.List;

/**
 * The files below a directory, relative to it.
 *
 * @param isWhole whether these are all: a listing ends when it becomes too large or takes too long
 */
record Listing(List<Path> files, boolean isWhole) {

    Listing {
        files = List.copyOf(files);
    }
}
