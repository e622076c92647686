package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.Patience;
import switchboard.model.ChatId;
import switchboard.model.Content;

/** The contract that every host's {@link Attachments} keep. A host's own test extends it. */
public abstract class AttachmentsContract {

    private static final ChatId CHAT = ChatId.of(7);

    @TempDir
    private Path directory = Path.of("");

    protected abstract Attachments attachments();

    /** A file that a person has sent in a chat; its size is known. */
    protected abstract Content.Attachment sent(ChatId chat, byte[] content);

    /** A file that nobody will ever have. */
    protected abstract Content.Attachment gone();

    /** A file that is not to be had now, and perhaps never; empty if the host knows none. */
    protected abstract Optional<Content.Attachment> unavailable();

    /** A file that is refused by what is known of it; empty if the host refuses none. */
    protected abstract Optional<Content.Attachment> refused();

    /** The next fetch fails, though the file is still to be had. */
    protected abstract void failNext();

    /** The next fetch never ends. */
    protected abstract void hangNext();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 3_000_000})
    void allBytesOfAFileAreThereAndNothingBesides(int length) throws IOException {
        var content = bytes(length);
        var target = directory.resolve("a.part");

        attachments().fetch(CHAT, sent(CHAT, content), target);

        assertThat(target).hasBinaryContent(content);
        assertThat(directory.toFile().list()).containsExactly("a.part");
    }

    @Test
    void aFileThatIsGoneSaysSoInOneSentence() {
        assertThatThrownBy(() -> attachments().fetch(CHAT, gone(), directory.resolve("a.part")))
                .isInstanceOf(Attachments.GoneException.class)
                .satisfies(gone -> assertThat(gone.getMessage()).satisfies(AttachmentsContract::isSentence));
    }

    @Test
    void aFileThatIsNotToBeHadNowSaysSoInOneSentence() {
        var file = unavailable();
        assumeTrue(file.isPresent());

        assertThatThrownBy(() -> attachments().fetch(CHAT, file.get(), directory.resolve("a.part")))
                .isInstanceOf(Attachments.UnavailableException.class)
                .satisfies(gone -> assertThat(gone.getMessage()).satisfies(AttachmentsContract::isSentence));
    }

    @Test
    void aFileThatIsRefusedIsRefusedBeforeItIsFetchedAndThenInTheSameWords() {
        var file = refused();
        assumeTrue(file.isPresent());
        var why = attachments().refusal(file.get());

        assertThat(why).hasValueSatisfying(AttachmentsContract::isSentence);
        assertThatThrownBy(() -> attachments().fetch(CHAT, file.get(), directory.resolve("a.part")))
                .isInstanceOf(Attachments.GoneException.class)
                .hasMessage(why.get());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatIsToBeHadIsNotRefused() {
        assertThat(attachments().refusal(sent(CHAT, bytes(10)))).isEmpty();
    }

    private static void isSentence(String text) {
        assertThat(text).endsWith(".").doesNotContain("\n");
    }

    @Test
    void afterAFailureAnotherTryGetsTheFile() throws IOException {
        var content = bytes(50_000);
        var file = sent(CHAT, content);
        var target = directory.resolve("a.part");
        failNext();

        assertThatThrownBy(() -> attachments().fetch(CHAT, file, target))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(Attachments.GoneException.class);
        Files.deleteIfExists(target);
        attachments().fetch(CHAT, file, target);
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void severalAreFetchedAtOnce() throws InterruptedException, ExecutionException {
        var contents = new ArrayList<byte[]>();
        var fetches = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var number = 0; number < 4; number++) {
                var content = bytes(200_000);
                contents.add(content);
                var file = sent(CHAT, content);
                var target = directory.resolve(number + ".part");
                fetches.add(threads.submit(() -> {
                    attachments().fetch(CHAT, file, target);
                    return null;
                }));
            }
            for (var fetch : fetches) {
                fetch.get();
            }
        }

        for (var number = 0; number < 4; number++) {
            assertThat(directory.resolve(number + ".part")).hasBinaryContent(contents.get(number));
        }
    }

    @Test
    void aThreadThatIsInterruptedGivesUp() {
        var file = sent(CHAT, bytes(10));
        var failure = new CompletableFuture<Throwable>();
        hangNext();
        var fetching = Thread.ofPlatform().unstarted(() -> {
            try {
                attachments().fetch(CHAT, file, directory.resolve("a.part"));
                failure.complete(new AssertionError("it has ended"));
            } catch (IOException | RuntimeException given) {
                failure.complete(given);
            }
        });
        fetching.start();
        fetching.interrupt();

        assertThat(failure)
                .succeedsWithin(Patience.ENOUGH.toSeconds(), TimeUnit.SECONDS)
                .isInstanceOf(IOException.class);
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
