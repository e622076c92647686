package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.chat.TestClock;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Question;

class DownloadsTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final ChatId ADA = ChatId.of(1);
    private static final ChatId BOB = ChatId.of(2);
    private static final Duration KEEP = Duration.ofDays(7);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final ScriptedAttachments source = new ScriptedAttachments();
    private final TestClock clock = new TestClock();
    private final List<Content.Attachment> held = new ArrayList<>();
    private ActorRef<Downloads.Command> downloads = KIT.system().deadLetters();

    @TempDir
    private Path directory = Path.of("");

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void stop() {
        held.forEach(source::release);
        KIT.stop(downloads);
    }

    @Test
    void theFilesOfAPromptAreThereWhenItIsTold() {
        var files = List.of(source.photo("a.png"), source.photo("b.png"));
        var turn = get(ADA, files);

        allThere(turn);
        files.forEach(file -> assertThat(path(ADA, file)).exists());
        assertThat(source.begun()).as("in order").isEqualTo(files);
    }

    @Test
    void whatIsThereIsNotFetchedAgainAlsoAfterARestart() {
        var file = source.photo("a.png");
        allThere(get(ADA, List.of(file)));
        KIT.stop(downloads);

        start();
        allThere(get(ADA, List.of(file)));
        assertThat(source.begun()).hasSize(1);
    }

    @Test
    void fourAreFetchedAtOnceAndTheFilesOfAChatOneAfterTheOther() {
        var first = IntStream.rangeClosed(1, 5)
                .mapToObj(chat -> hold("first-" + chat))
                .toList();
        var second = source.photo("second");
        var turns = new ArrayList<TestProbe<Downloads.Reply>>();
        turns.add(get(ChatId.of(1), List.of(first.getFirst(), second)));
        for (var chat = 2; chat <= 5; chat++) {
            turns.add(get(ChatId.of(chat), List.of(first.get(chat - 1))));
        }

        Awaitility.await().until(() -> source.begun().size() == 4);
        assertThat(source.begun()).containsExactlyInAnyOrderElementsOf(first.subList(0, 4));
        source.release(first.get(1));
        allThere(turns.get(1));
        Awaitility.await().until(() -> source.begun().contains(first.get(4)));
        assertThat(source.begun()).doesNotContain(second);
        source.release(first.getFirst());
        allThere(turns.getFirst());
        assertThat(source.begun()).endsWith(second);
    }

    @Test
    void aChatWithManyFilesLetsOthersThroughBetweenThem() {
        var slow = IntStream.rangeClosed(1, 3)
                .mapToObj(chat -> hold("slow-" + chat))
                .toList();
        for (var chat = 11; chat <= 13; chat++) {
            get(ChatId.of(chat), List.of(slow.get(chat - 11)));
        }
        var album = List.of(hold("one"), source.photo("two"));
        var ada = get(ADA, album);
        Awaitility.await().until(() -> source.begun().contains(album.getFirst()));
        var bobs = source.photo("bob");
        var bob = get(BOB, List.of(bobs));
        source.release(album.getFirst());

        allThere(bob);
        allThere(ada);
        assertThat(source.begun()).endsWith(bobs, album.getLast());
    }

    @Test
    void aFetchThatBreaksOffIsRepeatedAfterEverLongerPauses() {
        source.failNext(8);
        var turn = get(ADA, List.of(source.photo("a.png")));

        for (var seconds : List.of(2, 4, 8, 16, 32, 60, 60, 60)) {
            turn.expectMessage(new Downloads.Stalled());
            var tries = source.begun().size();
            time.expectNoMessageFor(Duration.ofSeconds(seconds).minusMillis(1), turn);
            assertThat(source.begun()).hasSize(tries);
            time.timePasses(Duration.ofMillis(1));
        }
        allThere(turn);
    }

    @Test
    void aFetchThatTakesLongIsTold() {
        var slow = hold("a.png");
        var turn = get(ADA, List.of(slow, source.photo("b.png")));
        Awaitility.await().until(() -> source.begun().contains(slow));

        time.expectNoMessageFor(Duration.ofSeconds(59), turn);
        time.timePasses(Duration.ofSeconds(1));
        turn.expectMessage(new Downloads.Stalled());
        source.release(slow);
        allThere(turn);
        time.expectNoMessageFor(Duration.ofMinutes(2), turn);
    }

    @Test
    void aChatWhoseFileCannotBeFetchedHoldsUpNoOther() {
        source.failNext(1);
        get(ADA, List.of(source.photo("a.png"))).expectMessage(new Downloads.Stalled());

        allThere(get(BOB, List.of(source.photo("b.png"))));
    }

    @Test
    void whatIsGoneIsToldWithItsReasonOnceTheOthersAreThere() {
        var gone = source.lose(source.photo("a.png"), "It has expired.");
        var there = source.photo("b.png");
        var turn = get(ADA, List.of(gone, there));

        turn.expectMessage(new Downloads.Settled(
                List.of(gone, there), List.of(Question.Missing.forEver(gone, "It has expired."))));
        assertThat(path(ADA, there)).exists();
    }

    @Test
    void whatIsRefusedIsToldBeforeAnythingIsFetched() {
        var there = source.photo("a.png");
        var large = source.refuse(source.photo("b.png"), "It is too large.");
        var turn = get(ADA, List.of(there, large));

        turn.expectMessage(new Downloads.Settled(
                List.of(there, large), List.of(), List.of(Question.Missing.forEver(large, "It is too large."))));
        assertThat(source.begun()).isEmpty();
        downloads.tell(new Downloads.Get(ADA, List.of(there), turn.ref()));
        allThere(turn);
        assertThat(source.begun()).containsExactly(there);
    }

    @Test
    void filesThatDoNotFitTogetherAreToldBeforeAnythingIsFetched() {
        var half = source.offer("a.png", new byte[600_000]);
        var otherHalf = source.offer("b.png", new byte[600_000]);

        assertThat(get(ADA, List.of(half, otherHalf))
                        .expectMessageClass(Downloads.Settled.class)
                        .gone())
                .containsExactly(Question.Missing.forEver(
                        otherHalf,
                        "It has 600 kB. With the other files that this chat needs now, that is more than 1 MB, the most"
                                + " that a chat's files may take. Send it later, in a message of its own."));
        assertThat(source.begun()).isEmpty();
    }

    @Test
    void whatTheSourceDoesNotHaveIsTriedAFewTimesAndAgainIfItIsWanted() {
        var file = source.miss(source.photo("a.png"), "It is not there now.");
        var turn = get(ADA, List.of(file));

        for (var seconds : List.of(2, 4, 8, 16)) {
            turn.expectMessage(new Downloads.Stalled());
            time.timePasses(Duration.ofSeconds(seconds));
        }
        turn.expectMessage(new Downloads.Settled(
                List.of(file), List.of(), List.of(Question.Missing.forNow(file, "It is not there now."))));
        assertThat(source.begun()).hasSize(5);

        source.failNext(1);
        source.find(file);
        downloads.tell(new Downloads.Get(ADA, List.of(file), turn.ref()));
        turn.expectMessage(new Downloads.Stalled());
        time.timePasses(Duration.ofSeconds(2));
        allThere(turn);
    }

    @Test
    void aFileOfAnotherSizeThanAnnouncedIsNotFetchedForEver() {
        var offered = source.photo("a.png");
        var file = new Content.Attachment(offered.ref(), offered.kind(), offered.name(), null, 8L);
        var turn = get(ADA, List.of(file));

        for (var seconds : List.of(2, 4, 8, 16)) {
            turn.expectMessage(new Downloads.Stalled());
            time.timePasses(Duration.ofSeconds(seconds));
        }
        turn.expectMessage(new Downloads.Settled(
                List.of(file), List.of(), List.of(Question.Missing.forNow(file, "I got 5 bytes instead of 8."))));
    }

    @Test
    void aTurnThatAsksForOthersGetsThoseOnlyAndWithoutAPause() {
        source.failNext(1);
        var turn = get(ADA, List.of(source.photo("a.png")));
        turn.expectMessage(new Downloads.Stalled());
        var other = source.photo("b.png");
        downloads.tell(new Downloads.Get(ADA, List.of(other), turn.ref()));

        assertThat(turn.expectMessageClass(Downloads.Settled.class))
                .isEqualTo(new Downloads.Settled(List.of(other), List.of()));
    }

    @Test
    void aFetchIsGivenUpIfItsTurnAsksForOthers() {
        var file = hold("a.png");
        var turn = get(ADA, List.of(file));
        Awaitility.await().until(() -> source.begun().contains(file));
        downloads.tell(new Downloads.Get(ADA, List.of(source.photo("b.png")), turn.ref()));

        allThere(turn);
        assertThat(source.givenUp()).containsExactly(file);
    }

    @Test
    void whatNobodyWantsAnyMoreIsGivenUpAndFreesItsPlace() {
        var first = hold("a.png");
        var turn = get(ADA, List.of(first, source.photo("b.png")));
        Awaitility.await().until(() -> source.begun().contains(first));
        turn.stop();

        Awaitility.await().until(() -> source.givenUp().equals(List.of(first)));
        allThere(get(ADA, List.of(source.photo("c.png"))));
        assertThat(source.begun()).hasSize(2);
    }

    @Test
    void aTurnThatAsksAgainForWhatIsGivenUpGetsItAtOnce() {
        var file = hold("a.png");
        var turn = get(ADA, List.of(file));
        Awaitility.await().until(() -> source.begun().contains(file));
        turn.stop();
        Awaitility.await().until(() -> source.givenUp().contains(file));
        source.release(file);

        allThere(get(ADA, List.of(file)));
    }

    @Test
    void aPromptThatIsStoppedEndsThePauseOfItsFile() {
        source.failNext(1);
        var turn = get(ADA, List.of(source.photo("a.png")));
        turn.expectMessage(new Downloads.Stalled());
        turn.stop();

        allThere(get(ADA, List.of(source.photo("b.png"))));
    }

    @Test
    void whatIsOldIsDeletedOnceNoTurnHoldsIt() {
        var file = source.photo("a.png");
        var turn = get(ADA, List.of(file));
        allThere(turn);
        var left = source.photo("b.png");
        var other = get(BOB, List.of(left));
        allThere(other);
        other.stop();
        clock.pass(KEEP.plusSeconds(1));

        sweepUntil(() -> !Files.exists(path(BOB, left)));
        assertThat(path(ADA, file)).exists();
        turn.stop();
        sweepUntil(() -> !Files.exists(path(ADA, file)));
    }

    @Test
    void whatWasOldBeforeTheStartIsDeletedAtTheStart() throws IOException {
        var file = source.photo("a.png");
        allThere(get(ADA, List.of(file)));
        KIT.stop(downloads);
        clock.pass(KEEP.plusSeconds(1));
        var foreign = Files.writeString(directory.resolve("foreign.txt"), "not in a chat's directory");
        Files.setLastModifiedTime(foreign, FileTime.fromMillis(0));

        start();
        Awaitility.await().until(() -> !Files.exists(path(ADA, file)));
        assertThat(foreign).exists();
    }

    @Test
    void theStopGivesUpWhatIsBeingFetched() {
        var file = hold("a.png");
        get(ADA, List.of(file));
        Awaitility.await().until(() -> source.begun().contains(file));
        KIT.stop(downloads);

        Awaitility.await().until(() -> source.givenUp().contains(file));
    }

    @Test
    void aHostThatTakesNoFilesSaysSo() {
        var file = source.photo("a.png");
        downloads = spawn(Optional.empty(), source);

        get(ADA, List.of(file))
                .expectMessage(new Downloads.Settled(
                        List.of(file),
                        List.of(),
                        List.of(Question.Missing.forEver(file, "I don't take files in this chat."))));
        downloads = spawn(Optional.of(settings()), Attachments.none());
        get(ADA, List.of(file))
                .expectMessage(new Downloads.Settled(
                        List.of(file),
                        List.of(),
                        List.of(Question.Missing.forEver(file, "I don't take files in this chat."))));
    }

    private void sweepUntil(Callable<Boolean> done) {
        Awaitility.await().until(() -> {
            time.timePasses(Duration.ofHours(1));
            return done.call();
        });
    }

    private Content.Attachment hold(String name) {
        var file = source.hold(source.photo(name));
        held.add(file);
        return file;
    }

    private void start() {
        downloads = spawn(Optional.of(settings()), source);
    }

    private ActorRef<Downloads.Command> spawn(Optional<FilesSettings> files, Attachments from) {
        return KIT.spawn(Downloads.create(files, from, FileLimits.of(files, from), clock));
    }

    private FilesSettings settings() {
        return new FilesSettings(directory, 1_000_000, KEEP);
    }

    private Path path(ChatId chat, Content.Attachment file) {
        return settings().places().path(chat, file);
    }

    /** A turn's wish. Its probe stands for the turn: when it stops, so has the turn. */
    private TestProbe<Downloads.Reply> get(ChatId chat, List<Content.Attachment> files) {
        if (downloads.equals(KIT.system().deadLetters())) {
            start();
        }
        var turn = KIT.<Downloads.Reply>createTestProbe();
        downloads.tell(new Downloads.Get(chat, files, turn.ref()));
        return turn;
    }

    private static void allThere(TestProbe<Downloads.Reply> turn) {
        assertThat(turn.expectMessageClass(Downloads.Settled.class).gone()).isEmpty();
    }
}
