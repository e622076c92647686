package switchboard.telegram.update;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a person reads when their chat cannot store a message. Pure. */
final class StorageErrorText {

    /** The message is on the disk. */
    static final String KEPT =
            "Your message could not be stored and is kept aside; it runs as soon as the chat can be stored again.";

    private StorageErrorText() {}

    /** The message could not be written to the disk either. */
    static String sentence(Throwable failure) {
        var reason = reason(failure);
        return reason.equals("the disk is full")
                ? "The disk is full: your message stays with Telegram and runs when there is room again."
                : "Your message can neither be stored nor kept aside (" + reason
                        + "): it stays with Telegram and runs when it can be stored.";
    }

    /** Why it failed, in a few words and without a path. */
    static String reason(Throwable failure) {
        return switch (cause(failure)) {
            case FileSystemException file -> words(file);
            case IOException fault -> words(fault.getMessage(), "writing fails");
            case TimeoutException late -> "it did not within 10 s";
            default -> cause(failure).toString();
        };
    }

    private static String words(FileSystemException fault) {
        return words(fault.getReason(), fault.getClass().getSimpleName());
    }

    private static String words(@Nullable String reason, String otherwise) {
        return switch (Objects.requireNonNullElse(reason, otherwise)) {
            case "No space left on device" -> "the disk is full";
            case "Disk quota exceeded" -> "the disk quota is used up";
            case "Read-only file system", "AccessDeniedException" -> "the session directory is not writable";
            case "NoSuchFileException" -> "the session directory is gone";
            default -> Objects.requireNonNullElse(reason, otherwise);
        };
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
