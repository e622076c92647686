package switchboard.claude.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;

/**
 * Keeps which directories a person trusts, and what chats were told of those that nobody trusts. A host supplies its own, or takes
 * {@link #inMemory()} or a {@link FileTrustStore}. Called on several threads, which it may block; when a call returns, its change
 * lasts. No chat waits for it but the one that asks.
 */
public interface TrustStore {

    /**
     * A directory that a person trusts, as it was.
     *
     * @param directory with all links resolved
     * @param hash of {@link ProjectScan}; anything else in the directory is not trusted
     * @param files what was trusted, so that a person can be shown what has changed since
     */
    record Grant(Path directory, String hash, Instant since, List<TrustedFile> files) {
        public Grant {
            files = List.copyOf(files);
        }
    }

    /**
     * A file that is trusted.
     *
     * @param name relative to the directory
     * @param digest SHA-256 of its content, in hex
     * @param content null if it is too long to be kept
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TrustedFile(String name, String digest, @Nullable String content) {}

    /** All directories that are trusted. */
    List<Grant> grants();

    /** Trusts a directory; takes the place of what was trusted there before. */
    void put(Grant grant) throws IOException;

    /** Trusts a directory no more. */
    void remove(Path directory) throws IOException;

    /** Notes that a chat was told what a directory would bring; returns whether it was not told of this hash before. */
    boolean tellOnce(ChatId chat, Path directory, String hash) throws IOException;

    /** A store that forgets when the host ends. */
    static TrustStore inMemory() {
        return new MemoryTrustStore();
    }
}
