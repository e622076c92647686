package switchboard.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.files.ChatFiles;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Question;

class TranscriptionsTest {

    private static final ChatId CHAT = ChatId.of(7);
    private static final Content.Attachment A = recording("a", Content.Attachment.Kind.VOICE);
    private static final Content.Attachment B = recording("b", Content.Attachment.Kind.VOICE);
    private static final Content.Attachment MUSIC = recording("m", Content.Attachment.Kind.AUDIO);
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private final ManualTime time = ManualTime.get(kit.system());
    private final ScriptedTranscriber transcriber = new ScriptedTranscriber();
    private final TestProbe<Transcriptions.Reply> turn = kit.createTestProbe(Transcriptions.Reply.class);

    @TempDir
    private Path root;

    private ActorRef<Transcriptions.Command> transcriptions = kit.system().ignoreRef();

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(places().directory(CHAT));
        for (var file : List.of(A, B, MUSIC)) {
            Files.writeString(places().path(CHAT, file), " said in " + file.ref() + "\n");
        }
        transcriptions = kit.spawn(Transcriptions.create(Optional.of(places()), Optional.of(transcriber), WITHIN));
    }

    @AfterEach
    void stop() {
        transcriber.release();
        kit.shutdownTestKit();
    }

    @Test
    void eachIsHeardInOrderAndThenNoMoreComes() {
        ask(turn, A, MUSIC);

        turn.expectMessage(new Transcriptions.Heard(A, "said in a"));
        turn.expectMessage(new Transcriptions.Heard(MUSIC, "said in m"));
        turn.expectMessage(new Transcriptions.Settled(List.of(A, MUSIC), List.of()));
    }

    @Test
    void oneThatFailsSaysWhyAndTheNextIsHeard() {
        transcriber.refuse("It is broken.");
        transcriber.hold();
        ask(turn, A, B);
        begun(1);
        transcriber.release();
        turn.expectMessage(new Transcriptions.Settled(
                List.of(A, B),
                List.of(Question.Missing.forNow(A, "It is broken."), Question.Missing.forNow(B, "It is broken."))));

        transcriber.refuse("");
        ask(turn, A);
        turn.expectMessage(new Transcriptions.Heard(A, "said in a"));
    }

    @Test
    void whatNobodyExpectedIsInTheLogAndNotInTheChat() throws IOException {
        Files.delete(places().path(CHAT, A));
        ask(turn, A);

        turn.expectMessage(missing("Something went wrong while listening; my log says what."));
    }

    @Test
    void oneWithoutWordsIsNoTranscript() throws IOException {
        Files.writeString(places().path(CHAT, A), " \n");
        ask(turn, A);

        turn.expectMessage(missing("There are no words in it."));
    }

    @Test
    void oneWithFarTooManyWordsIsNoTranscript() throws IOException {
        Files.writeString(places().path(CHAT, A), "x".repeat(Transcriber.LONGEST + 1));
        ask(turn, A);

        turn.expectMessage(missing("Its text is far too long to be speech."));
    }

    @Test
    void oneThatTakesTooLongIsGivenUpAndTheNextIsHeard() {
        transcriber.hold();
        ask(turn, A, B);
        begun(1);
        time.expectNoMessageFor(WITHIN.minusMillis(1), turn);
        var first = transcriber;
        time.timePasses(Duration.ofMillis(1));
        Awaitility.await().until(() -> first.givenUp().contains(A));
        begun(2);
        transcriber.release();

        turn.expectMessage(new Transcriptions.Heard(B, "said in b"));
        turn.expectMessage(missing("Listening took longer than 5 min.", A, B));
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsGivenUp() {
        transcriber.hold();
        var other = kit.createTestProbe(Transcriptions.Reply.class);
        ask(other, A, B);
        begun(1);
        other.stop();

        Awaitility.await().until(() -> transcriber.givenUp().contains(A));
        transcriber.release();
        ask(turn, B);
        turn.expectMessage(new Transcriptions.Heard(B, "said in b"));
        assertThat(transcriber.begun()).containsExactly(A, B);
    }

    @Test
    void twoAreAtWorkAtOnceAndTheOthersWaitTheirTurn() {
        transcriber.hold();
        var turns = Stream.generate(() -> kit.createTestProbe(Transcriptions.Reply.class))
                .limit(4)
                .toList();
        turns.forEach(each -> ask(each, A));
        begun(2);
        transcriber.release();

        turns.forEach(each -> each.expectMessage(new Transcriptions.Heard(A, "said in a")));
        assertThat(transcriber.mostAtOnce()).isEqualTo(2);
    }

    @Test
    void aPromptWithSeveralRecordingsLetsOthersInBetween() {
        transcriber.hold();
        var first = kit.createTestProbe(Transcriptions.Reply.class);
        var second = kit.createTestProbe(Transcriptions.Reply.class);
        var third = kit.createTestProbe(Transcriptions.Reply.class);
        ask(first, A, B, MUSIC);
        ask(second, A, B, MUSIC);
        begun(2);
        ask(third, MUSIC);
        transcriber.releaseThese();

        begun(4);
        assertThat(transcriber.begun().subList(2, 4)).containsExactlyInAnyOrder(MUSIC, B);
        transcriber.release();
        third.expectMessage(new Transcriptions.Heard(MUSIC, "said in m"));
        for (var each : List.of(first, second)) {
            each.expectMessage(new Transcriptions.Heard(A, "said in a"));
            each.expectMessage(new Transcriptions.Heard(B, "said in b"));
            each.expectMessage(new Transcriptions.Heard(MUSIC, "said in m"));
        }
    }

    @Test
    void whereNobodyTranscribesAVoiceMessageSaysHowToChangeThatAndMusicIsLeftAlone() {
        var nobody = kit.spawn(Transcriptions.create(Optional.of(places()), Optional.empty(), WITHIN));
        nobody.tell(new Transcriptions.Transcribe(CHAT, List.of(MUSIC, A), turn.ref()));

        var settled = (Transcriptions.Settled) turn.receiveMessage();
        assertThat(settled.unheard()).singleElement().satisfies(missing -> {
            assertThat(missing.file()).isEqualTo(A);
            assertThat(missing.why()).contains("TRANSCRIBE_COMMAND=", "OPENAI_API_KEY=");
        });
    }

    @Test
    void itGivesUpAllWhenTheEngineStops() {
        transcriber.hold();
        ask(turn, A);
        begun(1);
        kit.stop(transcriptions);

        Awaitility.await().until(() -> transcriber.givenUp().contains(A));
    }

    private static Content.Attachment recording(String ref, Content.Attachment.Kind kind) {
        return new Content.Attachment(ref, kind, null, null, null);
    }

    private static Transcriptions.Settled missing(String why) {
        return missing(why, A);
    }

    /** @param all that were asked for, the first of which has no transcript */
    private static Transcriptions.Settled missing(String why, Content.Attachment... all) {
        return new Transcriptions.Settled(List.of(all), List.of(Question.Missing.forNow(all[0], why)));
    }

    private ChatFiles places() {
        return new ChatFiles(root);
    }

    private void ask(TestProbe<Transcriptions.Reply> who, Content.Attachment... files) {
        transcriptions.tell(new Transcriptions.Transcribe(CHAT, List.of(files), who.ref()));
    }

    private void begun(int times) {
        Awaitility.await().until(() -> transcriber.begun().size() == times);
    }
}
