package switchboard.persistence.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A session file whose content is not a session. Reading it again would not help. */
final class BrokenSessionException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenSessionException(@Nullable String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
