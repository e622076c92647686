package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.board.Board;
import switchboard.files.Downloads;
import switchboard.model.Activity;
import switchboard.model.Activity.Phase;
import switchboard.model.Content;
import switchboard.model.CurrentTurn;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.Question;
import switchboard.throttle.Throttle;

/** A turn whose prompt brings files. */
class FilesOfATurnTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Content WORDS = new Content.Text("what is this?");
    private static final Content.Attachment CAT = photo("f1", "cat.png");
    private static final Content.Attachment DOG = photo("f2", null);
    private static final Question.Missing NO_CAT = Question.Missing.forNow(CAT, "It has expired.");
    private static final Question.Missing NO_DOG = Question.Missing.forNow(DOG, "It is too large.");

    private final TurnProbes probes = new TurnProbes(KIT);
    private final ActorRef<TurnProtocol.Command> turn = probes.spawn(KIT, List.of(WORDS, CAT, DOG), false);
    private final Downloads.Get get = probes.downloads.expectMessageClass(Downloads.Get.class);

    @AfterEach
    void stopTheTurn() {
        KIT.stop(turn);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void itGetsItsFilesBeforeItAsksForItsPermit() {
        assertThat(get.chat()).isEqualTo(TurnProbes.CHAT);
        assertThat(get.files()).containsExactly(CAT, DOG);
        assertThat(shown(ChatProtocol.Fetching.class))
                .isEqualTo(new ChatProtocol.Fetching(probes.id, "m1", List.of(CAT, DOG), false));
        assertThat(activity().word()).isEqualTo("Getting your 2 photos");
        probes.throttle.expectNoMessage(Duration.ofMillis(50));

        settled();
        assertThat(phase()).isEqualTo(Phase.WAITING);
        assertThat(probes.throttle.expectMessageClass(Throttle.Acquire.class).first())
                .isFalse();
    }

    @Test
    void aPromptWithoutFilesAsksForNone() {
        var other = new TurnProbes(KIT);
        var words = other.spawn(KIT, false);

        other.throttle.expectMessageClass(Throttle.Acquire.class);
        other.downloads.expectNoMessage(Duration.ZERO);
        other.view.expectNoMessage(Duration.ZERO);
        KIT.stop(words);
    }

    @Test
    void thePersonIsToldThatAFetchFailsAndIsRepeated() {
        shown(ChatProtocol.Fetching.class);
        get.who().tell(new Downloads.Stalled());

        assertThat(shown(ChatProtocol.Fetching.class).isStalled()).isTrue();
        assertThat(phase()).isEqualTo(Phase.FETCHING);
        assertThat(activity().word()).isEqualTo("Getting your 2 photos (takes longer than usual)");
        turn.tell(new TurnProtocol.Show());
        assertThat(shown(ChatProtocol.Fetching.class).isStalled())
                .as("to a new view, too")
                .isTrue();
        settled();
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
    }

    @Test
    void stoppedMeanwhileItEndsAtOnceAndItsFilesNoLongerMatter() {
        turn.tell(new TurnProtocol.Stop());

        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
        settled();
        probes.throttle.expectMessageClass(Throttle.Release.class);
        probes.throttle.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void anEditThatTakesItsFilesAwayInLineHoldsUpNothing() {
        settled();
        var permits = probes.throttle.expectMessageClass(Throttle.Acquire.class).who();
        turn.tell(new TurnProtocol.Revise(List.of(WORDS)));
        permits.tell(new Throttle.Granted());

        assertThat(probes.owner.expectMessageClass(TurnProtocol.Ready.class).revisions())
                .isEqualTo(1);
        probes.downloads.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aPersonIsAskedOnceAboutAllFilesThatAreGone() {
        gone(NO_CAT, NO_DOG);

        var asked = asked();
        assertThat(asked.files()).containsExactly(NO_CAT, NO_DOG);
        assertThat(asked.key()).hasSizeLessThanOrEqualTo(40).isEqualTo(FileQuestion.key(probes.id, asked.files()));
        assertThat(phase()).isEqualTo(Phase.FETCHING);
        assertThat(phase()).isEqualTo(Phase.ASKING);
        probes.throttle.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void withoutThemItRunsWithWordsInTheirPlaceWhichAreStoredBeforeAnybodyIsTold() {
        gone(NO_CAT);
        decide(asked(), new Decision.Allow());

        assertThat(probes.person.receiveMessage().taken()).isTrue();
        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Runs without it (Ada)");
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content())
                .containsExactly(
                        WORDS,
                        new Content.Text("(Attached photo, which could not be fetched: cat.png. It has expired.)"),
                        DOG);
    }

    @Test
    void theOthersAreFetchedOnceItRunsWithoutWhatIsRefused() {
        shown(ChatProtocol.Fetching.class);
        var tooLarge = Question.Missing.forEver(CAT, "It is too large.");
        get.who().tell(new Downloads.Settled(get.files(), List.of(), List.of(tooLarge)));
        var asked = asked();
        assertThat(asked.mayCome()).isFalse();
        decide(asked, new Decision.TryAgain());
        assertThat(probes.person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
        decide(asked, new Decision.Allow());

        assertThat(probes.downloads.expectMessageClass(Downloads.Get.class).files())
                .containsExactly(DOG);
        probes.throttle.expectNoMessage(Duration.ofMillis(50));
        get.who().tell(new Downloads.Settled(List.of(DOG), List.of()));
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
    }

    @Test
    void whatMayComeIsTriedAgainIfAPersonSaysSo() {
        gone(NO_CAT);
        var asked = asked();
        decide(asked, new Decision.TryAgain());

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Trying again (Ada)");
        assertThat(probes.downloads.expectMessageClass(Downloads.Get.class).files())
                .containsExactly(CAT, DOG);
        gone(NO_CAT);
        assertThat(asked()).as("asked once more").isEqualTo(asked);
        decide(asked, new Decision.TryAgain());
        shown(ChatProtocol.Settled.class);
        shown(ChatProtocol.Fetching.class);
        settled();
        probes.throttle.expectMessageClass(Throttle.Acquire.class);
        assertThat(content()).containsExactly(WORDS, CAT, DOG);
    }

    @Test
    void severalAreLeftOutTogether() {
        gone(NO_CAT, NO_DOG);
        decide(asked(), new Decision.Allow());

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Runs without them (Ada)");
        assertThat(content()).hasOnlyElementsOfType(Content.Text.class);
    }

    @Test
    void discardedItEndsAndIsStoppedAlsoIfItsEndIsNeverStored() {
        gone(NO_CAT);
        decide(asked(), new Decision.Deny(""));

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("Discarded (Ada)");
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
        assertThat(probes.state().current()).isNotNull().matches(CurrentTurn::stopped);
        probes.agent.expectNoMessage(Duration.ZERO);
    }

    @Test
    void stoppedWhileItAsksItEnds() {
        gone(NO_CAT);
        asked();
        probes.stop();

        assertThat(shown(ChatProtocol.Settled.class).words()).isEqualTo("No longer needed");
        assertThat(ended().outcome()).isEqualTo(Outcome.cancelled(""));
    }

    @Test
    void aViewThatIsNewIsAskedAgain() {
        gone(NO_CAT);
        asked();
        turn.tell(new TurnProtocol.Show());

        asked();
    }

    @Test
    void wordsDoNotAnswerTheQuestion() {
        gone(NO_CAT);
        probes.answer(asked().key(), new Decision.Say("go on"), probes.id);

        assertThat(probes.person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
    }

    @Test
    void anAnswerIsForTheFilesThatWereNamed() {
        assertThat(FileQuestion.key(probes.id, List.of(NO_CAT)))
                .isNotEqualTo(FileQuestion.key(probes.id, List.of(NO_CAT, NO_DOG)));
    }

    private static Content.Attachment photo(String ref, @Nullable String name) {
        return new Content.Attachment(ref, Content.Attachment.Kind.PHOTO, name, null, null);
    }

    /** What is stored of the prompt. */
    private List<Content> content() {
        return Objects.requireNonNull(probes.state().current()).prompt().content();
    }

    private void settled() {
        get.who().tell(new Downloads.Settled(get.files(), List.of()));
    }

    private void gone(Question.Missing... files) {
        shown(ChatProtocol.Fetching.class);
        get.who().tell(new Downloads.Settled(get.files(), List.of(files)));
    }

    private Question.FileGone asked() {
        return (Question.FileGone) shown(ChatProtocol.Asked.class).question();
    }

    private void decide(Question question, Decision decision) {
        probes.answer(question.key(), decision);
    }

    private <T extends ChatProtocol.Event> T shown(Class<T> kind) {
        return probes.view.expectMessageClass(kind);
    }

    private TurnProtocol.Ended ended() {
        return probes.owner.expectMessageClass(TurnProtocol.Ended.class);
    }

    private Phase phase() {
        return activity().phase();
    }

    private Activity activity() {
        return probes.board.expectMessageClass(Board.Doing.class).activity();
    }
}
