package switchboard.telegram;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.GetFile;
import switchboard.files.Attachments;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.telegram.api.Failure;
import switchboard.telegram.api.HttpTelegramApi;
import switchboard.telegram.api.TelegramApi;
import switchboard.telegram.api.TelegramException;
import switchboard.telegram.update.media.FileRef;
import switchboard.text.Texts;

/**
 * Fetches files that people send on Telegram. A Bot API server in {@code --local} mode hands out files by their paths on its own
 * disk, from where they are copied. Thread-safe.
 */
public final class TelegramAttachments implements Attachments {

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_LARGE = 413;

    /** Telegram says the same of a file that it does not know, and of one in a data centre that is down. */
    private static final String PERHAPS_LATER = "temporarily unavailable";

    /** In bytes; what Telegram's own server hands out. */
    private static final long MOST = 20L << 20;

    /** In bytes; the largest file that a person can send to another server's bot. */
    private static final long MOST_OF_OTHERS = 2000L << 20;

    /** In bytes; what Telegram's own server takes from a bot. */
    private static final long MOST_SENT = 50_000_000;

    private final TelegramApi api;
    private final long most;

    /**
     * @param apiRoot the address of the Bot API; Telegram's own hands out files up to 20 MB, another may hand out up to 2 GB
     */
    public TelegramAttachments(TelegramApi api, URI apiRoot) {
        this.api = api;
        this.most = HttpTelegramApi.TELEGRAM.equals(apiRoot.getHost()) ? MOST : MOST_OF_OTHERS;
    }

    /** The bytes of a file that the bot can send by a server, at most. */
    public static long mostSent(URI apiRoot) {
        return HttpTelegramApi.TELEGRAM.equals(apiRoot.getHost()) ? MOST_SENT : MOST_OF_OTHERS;
    }

    @Override
    public Optional<String> refusal(Content.Attachment file) {
        return tooLarge(file.size());
    }

    private Optional<String> tooLarge(@Nullable Long bytes) {
        return Optional.ofNullable(bytes)
                .filter(size -> size > most)
                .map(size -> Texts.of("media.gone.tooLarge", megabytes(size), megabytes(most)));
    }

    @Override
    public void fetch(ChatId chat, Content.Attachment file, Path target) throws IOException {
        requireSize(file.size());
        var found = await(api.execute(new GetFile(FileRef.of(file).fileId())), TelegramAttachments::refused);
        var path = found.getFilePath();
        if (path == null) {
            throw new IOException("Telegram tells no path of the file");
        }
        requireSize(found.getFileSize());
        if (path.startsWith("/")) {
            copy(Path.of(path), target);
        } else {
            await(api.download(path, target, most), TelegramAttachments::refusedDownload);
        }
    }

    private void requireSize(@Nullable Long size) throws GoneException {
        var refusal = tooLarge(size);
        if (refusal.isPresent()) {
            throw new GoneException(refusal.get());
        }
    }

    private static long megabytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }

    /** Only a server of the host's own can name a file of this machine. */
    private void copy(Path source, Path target) throws IOException {
        if (most == MOST || !Files.isRegularFile(source) || !Files.isReadable(source)) {
            throw new GoneException(Texts.of("media.gone.elsewhere"));
        }
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @param refusal what it means that Telegram refuses the call; empty if it says nothing of the file */
    private static <T> T await(CompletionStage<T> call, Function<Failure.Refused, Optional<IOException>> refusal)
            throws IOException {
        var running = call.toCompletableFuture();
        try {
            return running.get();
        } catch (InterruptedException unwanted) {
            running.cancel(true);
            running.handle((done, ended) -> true).join(); // nothing is written after this
            throw new InterruptedIOException("nobody wants the file any more");
        } catch (ExecutionException failed) {
            var cause = Objects.requireNonNullElse(failed.getCause(), failed);
            var ofFile = TelegramException.failureOf(cause) instanceof Failure.Refused refused
                    ? refusal.apply(refused)
                    : Optional.<IOException>empty();
            throw ofFile.orElseGet(() -> new IOException(cause.getMessage(), cause));
        }
    }

    private static Optional<IOException> refused(Failure.Refused refused) {
        if (refused.isOfToken()) {
            return Optional.empty();
        }
        if (isTooLarge(refused)) {
            return Optional.of(new GoneException(Texts.of("media.gone.tooLargeToFetch")));
        }
        return Optional.of(
                refused.description().contains(PERHAPS_LATER)
                        ? new UnavailableException(Texts.of("media.gone.forNow"))
                        : new GoneException(Texts.of("media.gone.unknown")));
    }

    /** The token was good for the call just before, so it is not about the token if there is no such path (404). */
    private static Optional<IOException> refusedDownload(Failure.Refused refused) {
        if (refused.code() == UNAUTHORIZED) {
            return Optional.empty();
        }
        return Optional.of(
                isTooLarge(refused)
                        ? new GoneException(Texts.of("media.gone.tooLargeToFetch"))
                        : new UnavailableException(Texts.of("media.gone.forNow")));
    }

    private static boolean isTooLarge(Failure.Refused refused) {
        return refused.code() == TOO_LARGE || refused.description().contains("file is too big");
    }
}
