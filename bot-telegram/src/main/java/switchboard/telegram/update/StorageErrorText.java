package switchboard.telegram.update;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import switchboard.text.Texts;

/** The sentences for people whose chat cannot store a message. Pure. */
final class StorageErrorText {

    /** The message is on the disk. */
    static final String KEPT = Texts.of("storage.kept");

    private static final String FULL = Texts.of("storage.full");

    private StorageErrorText() {}

    /** The message could not be written to the disk either. */
    static String sentence(Throwable failure) {
        var reason = reason(failure);
        return reason.equals(FULL) ? Texts.of("storage.noRoom") : Texts.of("storage.refused", reason);
    }

    /** Why it failed, in a few words and without a path. */
    static String reason(Throwable failure) {
        return switch (cause(failure)) {
            case FileSystemException file -> words(file);
            case IOException fault -> words(fault.getMessage(), Texts.of("storage.fails"));
            case TimeoutException late -> Texts.of("storage.late");
            default -> cause(failure).toString();
        };
    }

    private static String words(FileSystemException fault) {
        return words(fault.getReason(), fault.getClass().getSimpleName());
    }

    private static String words(@Nullable String reason, String otherwise) {
        return switch (Objects.requireNonNullElse(reason, otherwise)) {
            case "No space left on device" -> FULL;
            case "Disk quota exceeded" -> Texts.of("storage.quota");
            case "Read-only file system", "AccessDeniedException" -> Texts.of("storage.readOnly");
            case "NoSuchFileException" -> Texts.of("storage.gone");
            default -> Objects.requireNonNullElse(reason, otherwise);
        };
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
