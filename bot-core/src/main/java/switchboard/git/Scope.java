package switchboard.git;

import org.jspecify.annotations.Nullable;

/**
 * The part of a working tree's changes that somebody asks for.
 *
 * @param isStaged whether only what is staged counts
 * @param path a file or a directory, relative to the top; null for everything
 */
public record Scope(boolean isStaged, @Nullable String path) {

    public static final Scope ALL = new Scope(false, null);
    public static final Scope STAGED = new Scope(true, null);

    public static Scope of(String path) {
        return new Scope(false, path);
    }
}
