package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.files.Downloads;
import switchboard.model.Content;
import switchboard.model.Content.Transcript;
import switchboard.model.Content.Transcript.Stage;
import switchboard.model.CurrentTurn;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.Question;
import switchboard.throttle.Throttle;
import switchboard.voice.Transcriptions;

/** A turn whose prompt brings recordings. */
class RecordingsOfATurnTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Content.Attachment NOTE = recording("v1", Content.Attachment.Kind.VOICE);
    private static final Content.Attachment OTHER = recording("v2", Content.Attachment.Kind.VOICE);
    private static final Content.Attachment PHOTO = recording("f1", Content.Attachment.Kind.PHOTO);
    private static final Question.Missing SILENT = Question.Missing.forNow(NOTE, "There are no words in it.");

    private final ManualTime time = ManualTime.get(KIT.system());
    private final TurnProbes probes = new TurnProbes(KIT);
    private ActorRef<TurnProtocol.Command> turn = KIT.system().ignoreRef();

    @AfterEach
    void stopTheTurn() {
        KIT.stop(turn);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void itIsTranscribedOnceItIsThereAndThePersonSeesThat() {
        var asked = listening(NOTE, PHOTO);

        assertThat(asked.chat()).isEqualTo(TurnProbes.CHAT);
        assertThat(asked.files()).containsExactly(NOTE);
        assertThat(shown(ChatProtocol.Transcribing.class))
                .isEqualTo(new ChatProtocol.Transcribing(probes.id, "m1", List.of(NOTE)));
        turn.tell(new TurnProtocol.Show());
        assertThat(shown(ChatProtocol.Transcribing.class).recordings())
                .as("to a new view, too")
                .containsExactly(NOTE);
        probes.throttle.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void whatIsHeardIsShownAsAReplyAndStoredBeforeAnybodyHasSaidAnything() {
        var question = heard("fix the build");

        assertThat(question)
                .isEqualTo(
                        new Question.Transcript(question.key(), "m1", "fix the build", Duration.ofSeconds(4), false));
        assertThat(question.key()).hasSizeLessThanOrEqualTo(40);
        assertThat(content()).containsExactly(NOTE, new Transcript("v1", "fix the build", Stage.SHOWN));
        probes.throttle.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void itIsSentByItselfSomeTimeAfterItWasShownAndNotBefore() {
        var question = heard("fix the build");
        time.timePasses(Duration.ofMinutes(1));
        probes.throttle.expectNoMessage(Duration.ofMillis(50));
        seen(question);
        time.expectNoMessageFor(Duration.ofMillis(3_999), probes.throttle);
        time.timePasses(Duration.ofMillis(1));

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Sent");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content()).containsExactly(NOTE, new Transcript("v1", "fix the build", Stage.SENT));
    }

    @Test
    void anEditOfItsCaptionLeavesTheClockAlone() {
        var question = heard("fix the build");
        seen(question);
        time.expectNoMessageFor(Duration.ofSeconds(3), probes.throttle);
        turn.tell(new TurnProtocol.Revise(
                List.of(NOTE, new Transcript("v1", "fix the build", Stage.SHOWN), new Content.Text("please"))));
        turn.tell(new TurnProtocol.Show());
        assertThat(asked()).as("the turn has heard of it").isEqualTo(question);
        time.expectNoMessageFor(Duration.ofMillis(999), probes.throttle);
        time.timePasses(Duration.ofMillis(1));

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Sent");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
    }

    @Test
    void aPressSendsItAtOnceAndTheEndOfTheWaitIsNothingThen() {
        var question = heard("fix the build");
        seen(question);
        probes.answer(question.key(), new Decision.Allow());

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Sent (Ada)");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        time.timePasses(Duration.ofSeconds(10));
        probes.view.expectNoMessage(Duration.ofMillis(50));
        probes.throttle.expectNoMessage(Duration.ZERO);
    }

    @Test
    void toEditItStopsTheClockAndTheWordsThatComeNextAreSentInstead() {
        var question = heard("fix the bild");
        seen(question);
        probes.answer(question.key(), new Decision.Correct());

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Edit (Ada)");
        var edited = (Question.Transcript) asked();
        assertThat(edited).isEqualTo(new Question.Transcript(edited.key(), "m1", "fix the bild", null, true));
        assertThat(edited.key()).isNotEqualTo(question.key());
        assertThat(content()).containsExactly(NOTE, new Transcript("v1", "fix the bild", Stage.HELD));
        seen(edited);
        time.timePasses(Duration.ofHours(1));
        probes.throttle.expectNoMessage(Duration.ofMillis(50));

        probes.answer(edited.key(), new Decision.Say("fix the build"), probes.id);
        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Sent as you wrote it (Ada)");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content()).containsExactly(NOTE, new Transcript("v1", "fix the build", Stage.SENT));
    }

    @Test
    void aReplyReplacesItWithoutAnEditBefore() {
        var question = heard("fix the bild");
        probes.answer(question.key(), new Decision.Say("fix the build"), probes.id);

        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content()).containsExactly(NOTE, new Transcript("v1", "fix the build", Stage.SENT));
    }

    @Test
    void theEndOfAWaitThatWasStoppedAtTheLastMomentIsTooLate() {
        var question = heard("fix the bild");
        probes.answer(question.key(), new Decision.Correct());
        asked(Question.Transcript.class);
        probes.chat.tell(new TurnProtocol.WaitIsOver(probes.id, question.key()));

        probes.throttle.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void discardedItEnds() {
        var question = heard("fix the build");
        probes.answer(question.key(), new Decision.Deny(""));

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Discarded (Ada)");
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
        assertThat(probes.state().current()).isNotNull().matches(CurrentTurn::stopped);
    }

    @Test
    void stoppedWhileItIsTranscribedItEndsAtOnce() {
        listening(NOTE);
        probes.stop();

        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void aPersonWhoWantsNoWaitSeesWhatWasHeardWhileItRuns() {
        probes.transcriptWait = Optional.of(Duration.ZERO);
        var asked = listening(NOTE);
        shown(ChatProtocol.Transcribing.class);
        asked.who().tell(new Transcriptions.Heard(NOTE, "*fix* the build"));
        asked.who().tell(new Transcriptions.Settled(asked.files(), List.of()));

        var said = shown(ChatProtocol.Replied.class);
        assertThat(said.message()).isEqualTo("m1");
        assertThat(said.reply().text()).isEqualTo("🎙 \\*fix\\* the build");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content()).containsExactly(NOTE, new Transcript("v1", "*fix* the build", Stage.SENT));
    }

    @Test
    void withoutAWaitItIsSentOnlyByAPerson() {
        probes.transcriptWait = Optional.empty();
        var question = heard("fix the build");
        assertThat(question.after()).isNull();
        seen(question);
        time.timePasses(Duration.ofDays(1));
        probes.throttle.expectNoMessage(Duration.ofMillis(50));

        probes.answer(question.key(), new Decision.Allow());
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
    }

    @Test
    void severalAreHeardOneByOneStoredEachAndAskedAboutTogether() {
        var asked = listening(NOTE, OTHER);
        shown(ChatProtocol.Transcribing.class);
        asked.who().tell(new Transcriptions.Heard(NOTE, "fix the build"));
        var first = new Transcript("v1", "fix the build", Stage.SHOWN);
        KIT.createTestProbe().awaitAssert(() -> {
            assertThat(content()).containsExactly(NOTE, first, OTHER);
            return null;
        });
        asked.who().tell(new Transcriptions.Heard(OTHER, "and the docs"));
        asked.who().tell(new Transcriptions.Settled(asked.files(), List.of()));

        var question = (Question.Transcript) asked();
        assertThat(question.words()).isEqualTo("fix the build\n\nand the docs");
        probes.answer(question.key(), new Decision.Say("all of it"), probes.id);
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content())
                .containsExactly(NOTE, new Transcript("v1", "all of it", Stage.SENT), OTHER, Transcript.none("v2"));
    }

    @Test
    void oneThatCannotBeTranscribedIsKeptAndTriedAgainWhenAPersonWants() {
        var question = unheard();
        assertThat(question.files()).containsExactly(SILENT);
        assertThat(question.message()).isEqualTo("m1");
        assertThat(content()).containsExactly(NOTE);
        time.timePasses(Duration.ofDays(1));
        probes.throttle.expectNoMessage(Duration.ofMillis(50));

        probes.answer(question.key(), new Decision.TryAgain());
        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Trying again (Ada)");
        shown(ChatProtocol.Transcribing.class);
        var again = probes.transcriptions.expectMessageClass(Transcriptions.Transcribe.class);
        again.who().tell(new Transcriptions.Heard(NOTE, "fix the build"));
        again.who().tell(new Transcriptions.Settled(again.files(), List.of()));
        assertThat(asked()).isInstanceOf(Question.Transcript.class);
    }

    @Test
    void oneThatCannotBeTranscribedMayGoAsAFile() {
        probes.answer(unheard().key(), new Decision.Allow());

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Sent as a file (Ada)");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content()).containsExactly(NOTE, Transcript.none("v1"));
    }

    @Test
    void oneThatCannotBeTranscribedIsWhatThePersonWritesInstead() {
        probes.answer(unheard().key(), new Decision.Say("fix the build"), probes.id);

        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content()).containsExactly(NOTE, new Transcript("v1", "fix the build", Stage.SENT));
    }

    @Test
    void whatWasHeardBesideOneThatFailedIsNotTranscribedAgain() {
        var asked = listening(NOTE, OTHER);
        shown(ChatProtocol.Transcribing.class);
        asked.who().tell(new Transcriptions.Heard(OTHER, "and the docs"));
        asked.who().tell(new Transcriptions.Settled(asked.files(), List.of(SILENT)));
        probes.answer(asked(Question.Unheard.class).key(), new Decision.TryAgain());

        assertThat(probes.transcriptions
                        .expectMessageClass(Transcriptions.Transcribe.class)
                        .files())
                .containsExactly(NOTE);
    }

    @Test
    void wordsThatAreBlankAndDecisionsOfOtherQuestionsAnswerNothing() {
        var question = heard("fix the build");
        for (var decision : List.of(
                new Decision.Say(" "), new Decision.Done(), new Decision.TryAgain(), new Decision.Tick(0, true))) {
            probes.answer(question.key(), decision);
            assertThat(probes.person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
        }
        probes.throttle.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aRecordingThatNobodyNeedsToHearRunsAsItIs() {
        var music = recording("a1", Content.Attachment.Kind.AUDIO);
        var asked = listening(music);
        asked.who().tell(new Transcriptions.Settled(asked.files(), List.of()));

        probes.throttle.expectMessageClass(Throttle.Acquire.class);
    }

    @Test
    void whatWasSettledBeforeARestartIsNotAskedAboutAgain() {
        start(NOTE, new Transcript("v1", "fix the build", Stage.SENT));

        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        probes.transcriptions.expectNoMessage(Duration.ZERO);
    }

    @Test
    void whatWasHeardBeforeARestartIsAskedAboutAgainUnderTheSameKey() {
        var before = heard("fix the build");
        KIT.stop(turn);
        start(NOTE, new Transcript("v1", "fix the build", Stage.SHOWN));

        assertThat(asked()).isEqualTo(before);
        probes.transcriptions.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aClockThatWasStoppedStaysStoppedOverARestart() {
        start(NOTE, new Transcript("v1", "fix the bild", Stage.HELD));

        var question = (Question.Transcript) asked();
        assertThat(question.held()).isTrue();
        seen(question);
        time.timePasses(Duration.ofDays(1));
        probes.throttle.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void aRecordingThatIsGoneIsNotTranscribed() {
        var get = begin(NOTE, OTHER);
        get.who().tell(new Downloads.Settled(get.files(), List.of(Question.Missing.forNow(NOTE, "It has expired."))));
        probes.answer(asked(Question.FileGone.class).key(), new Decision.Allow());

        assertThat(probes.transcriptions
                        .expectMessageClass(Transcriptions.Transcribe.class)
                        .files())
                .containsExactly(OTHER);
    }

    private static Content.Attachment recording(String ref, Content.Attachment.Kind kind) {
        return new Content.Attachment(ref, kind, null, null, null);
    }

    private Downloads.Get begin(Content... content) {
        turn = probes.spawn(KIT, List.of(content), false);
        return probes.downloads.expectMessageClass(Downloads.Get.class);
    }

    /** Its files are there. */
    private void start(Content... content) {
        var get = begin(content);
        get.who().tell(new Downloads.Settled(get.files(), List.of()));
        shown(ChatProtocol.Fetching.class);
    }

    private Transcriptions.Transcribe listening(Content... content) {
        start(content);
        return probes.transcriptions.expectMessageClass(Transcriptions.Transcribe.class);
    }

    private Question.Transcript heard(String words) {
        var asked = listening(NOTE);
        asked.who().tell(new Transcriptions.Heard(NOTE, words));
        asked.who().tell(new Transcriptions.Settled(asked.files(), List.of()));
        return asked(Question.Transcript.class);
    }

    private Question.Unheard unheard() {
        var asked = listening(NOTE);
        asked.who().tell(new Transcriptions.Settled(asked.files(), List.of(SILENT)));
        return asked(Question.Unheard.class);
    }

    /** People see it now. */
    private void seen(Question question) {
        probes.chat.tell(new ChatProtocol.QuestionShown(question.key()));
        probes.askAgain(); // once that is shown the chat has heard of it
        var again = asked();
        assertThat(again).isEqualTo(question);
        turn.tell(new TurnProtocol.Show());
        assertThat(asked()).isEqualTo(question); // and the turn, too
    }

    private Question asked() {
        return shown(ChatProtocol.Asked.class).question();
    }

    /** The next question of this kind. */
    private <T extends Question> T asked(Class<T> kind) {
        while (true) {
            if (probes.view.receiveMessage() instanceof ChatProtocol.Asked asked && kind.isInstance(asked.question())) {
                return kind.cast(asked.question());
            }
        }
    }

    /** What is stored of the prompt. */
    private List<Content> content() {
        return Objects.requireNonNull(probes.state().current()).prompt().content();
    }

    private <T extends ChatProtocol.Event> T shown(Class<T> kind) {
        return probes.view.expectMessageClass(kind);
    }

    private TurnProtocol.Ended ended() {
        return probes.owner.expectMessageClass(TurnProtocol.Ended.class);
    }
}
