package switchboard.claude.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;

/**
 * Keeps the directories that a person trusts, and what chats were told about directories that nobody trusts. A host supplies its
 * own, or takes {@link #inMemory()} or a {@link FileTrustStore}. Called on several threads, which it may block; when a call
 * returns, its change is permanent. Only the chat that asks waits for it.
 */
public interface TrustStore {

    /**
     * A directory that a person trusts, in its state at that time.
     *
     * @param directory with all links resolved
     * @param hash of {@link ProjectScan}; anything else in the directory is not trusted
     * @param files the trusted files, so that later changes can be shown
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

    /** All trusted directories. */
    List<Grant> grants();

    /** Trusts a directory. Replaces an earlier grant for it. */
    void put(Grant grant) throws IOException;

    /** Stops trusting a directory. */
    void remove(Path directory) throws IOException;

    /** Notes that a chat was told about a directory's files. Returns false if the chat was told about this hash last time. */
    boolean tellOnce(ChatId chat, Path directory, String hash) throws IOException;

    /** A store that forgets when the host ends. */
    static TrustStore inMemory() {
        return new MemoryTrustStore();
    }
}
