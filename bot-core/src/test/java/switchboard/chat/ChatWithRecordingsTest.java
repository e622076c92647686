package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.chat.ChatProtocol.Asked;
import switchboard.chat.ChatProtocol.Settled;
import switchboard.model.Content;
import switchboard.model.Content.Transcript.Stage;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;

/** Prompts that bring recordings: each is transcribed once, and sent as people want it, whatever comes in between. */
class ChatWithRecordingsTest extends ChatFixture {

    private Content.Attachment note = new Content.Attachment("", Content.Attachment.Kind.VOICE, null, null, null);

    @BeforeEach
    void record() {
        var said = "hold the line".getBytes(StandardCharsets.UTF_8);
        var file = world.attachments.offer("voice.ogg", said);
        note = new Content.Attachment(
                file.ref(), Content.Attachment.Kind.VOICE, "voice.ogg", "audio/ogg", file.size(), "v");
    }

    @AfterEach
    void letGo() {
        world.transcriber.release();
    }

    @Test
    void whatWasHeardIsWhatTheAgentGetsAfterTheWaitAndPromptsBehindItWaitTheirTurn() {
        var prompt = world.submit("hold", note);
        var behind = world.submit("behind");
        var question = heard();
        shown(question);
        world.passUntil(() -> isAtWork(prompt));

        assertThat(world.running(prompt).prompts().getLast()).contains("hold the line", "Transcript of the recording");
        world.running(prompt).answer("done");
        world.ended(prompt);
        world.ended(behind);
    }

    @Test
    void killedWhileItIsTranscribedItIsTranscribedThen() {
        world.transcriber.hold();
        var prompt = world.submit("x", note);
        begun(1);
        killAndStart();
        begun(2);
        world.transcriber.release();

        say(heard(), new Decision.Allow());
        world.ended(prompt);
    }

    @Test
    void killedWhileItsTranscriptIsShownItIsAskedAboutUnderTheSameKeyAndNotTranscribedAgain() {
        var prompt = world.submit("x", note);
        var question = heard();
        killAndStart();
        assertThat(heard()).isEqualTo(question);
        say(question, new Decision.Allow());

        world.ended(prompt);
        assertThat(world.transcriber.begun()).hasSize(1);
    }

    @Test
    void aClockThatAPersonHasStoppedIsNotStartedByARestart() {
        var prompt = world.submit("x", note);
        say(heard(), new Decision.Correct());
        var edited = heard();
        killAndStart();
        assertThat(heard()).isEqualTo(edited);
        shown(edited);
        world.time.timePasses(Duration.ofHours(1));
        world.view().expectNoMessage(Duration.ofMillis(100));
        say(edited, new Decision.Say("something else"));

        assertThat(world.next(Settled.class).words()).isEqualTo("Sent as you wrote it (Ada)");
        world.ended(prompt);
        assertThat(world.transcriber.begun()).hasSize(1);
    }

    @Test
    void killedWhileItRunsItRunsAgainWithWhatWasSaidAndNothingIsAsked() {
        var prompt = world.submit("hold", note);
        say(heard(), new Decision.Allow());
        Awaitility.await().until(() -> isAtWork(prompt));
        killAndStart();
        Awaitility.await().until(() -> isAtWork(prompt));
        world.claude.processes().stream()
                .filter(each -> each.turn().equals(prompt.id().value()))
                .forEach(each -> each.answer("done"));

        assertThat(world.until(ChatProtocol.Ended.class::isInstance)).noneMatch(Asked.class::isInstance);
        assertThat(world.transcriber.begun()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "cancel", "new"})
    void stoppedWhileItIsTranscribedItEndsAtOnceAndTheWorkIsGivenUp(String command) {
        world.transcriber.hold();
        var prompt = world.submit("x", note);
        begun(1);
        world.invoke(command, command.equals("cancel") ? prompt.id().value() : "");

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        Awaitility.await().until(() -> world.transcriber.givenUp().contains(note));
        world.ended(world.submit("next"));
    }

    @Test
    void aRefusalKeepsTheNoteOverARestartUntilItWorks() {
        world.transcriber.refuse("I can't reach the service.");
        var prompt = world.submit("x", note);
        var unheard = (Question.Unheard) asked();
        assertThat(unheard.files().getFirst().why()).isEqualTo("I can't reach the service.");
        killAndStart();
        assertThat(asked()).as("tried again, with the same end").isEqualTo(unheard);
        world.transcriber.refuse("");
        say(unheard, new Decision.TryAgain());
        say(heard(), new Decision.Allow());

        world.ended(prompt);
    }

    @Test
    void whatAPersonSaysIsToldOnceItIsStored() {
        world.submit("x", note);
        var question = heard();
        world.store.hold();
        say(question, new Decision.Allow());
        world.view().expectNoMessage(Duration.ofMillis(100));
        world.kill();
        world.store.lose();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(heard()).as("as if nothing had been said").isEqualTo(question);
    }

    @Test
    void aQueuedPromptCanBeWhatTheRecordingShouldSay() {
        var prompt = world.submit("x", note);
        var question = heard();
        var queued = world.submit("what I meant");
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.AnswerQueued(
                People.ADA, question.key(), queued.id().value().substring(0, 12), person.ref()));

        assertThat(person.receiveMessage().taken()).isTrue();
        world.ended(prompt);
        var stored = Objects.requireNonNull(world.stored());
        assertThat(stored.holds(queued.id())).isFalse();
    }

    @Test
    void aRetryAsksTheSameWithoutTranscribingItAgain() {
        var prompt = world.submit("x", note);
        say(heard(), new Decision.Allow());
        world.ended(prompt);
        var asked = Objects.requireNonNull(
                Objects.requireNonNull(world.stored()).queue().lastPrompt());

        assertThat(asked).contains(new Content.Transcript(note.ref(), "hold the line", Stage.SENT));
    }

    @Test
    void inAnotherMessageItBringsWhatWasSentAlsoAfterARestart() {
        var prompt = world.submit("x", note);
        say(heard(), new Decision.Say("fix the line"));
        world.ended(prompt);
        killAndStart();
        var reply = world.submit("and in German", again());

        var events = world.until(event ->
                event instanceof ChatProtocol.Ended ended && ended.answer().id().equals(reply.id()));
        assertThat(events).noneMatch(Asked.class::isInstance);
        assertThat(world.claude.processes().getLast().prompts().getLast())
                .contains("fix the line")
                .doesNotContain("hold the line");
        assertThat(world.transcriber.begun()).containsExactly(note);
    }

    @Test
    void inAnotherMessageWhatNobodyHasSentIsShownAgainAndNotTranscribedAgain() {
        var prompt = world.submit("x", note);
        var question = heard();
        var behind = world.submit("y", again());
        say(question, new Decision.Deny(""));
        world.ended(prompt);
        var again = heard();
        assertThat(again.words()).isEqualTo("hold the line");
        say(again, new Decision.Allow());

        world.ended(behind);
        assertThat(world.transcriber.begun()).containsExactly(note);
    }

    /** The same recording, as another message brings it. */
    private Content.Attachment again() {
        var file = world.attachments.offer("voice.ogg", "hold the line".getBytes(StandardCharsets.UTF_8));
        return new Content.Attachment(
                file.ref(), Content.Attachment.Kind.VOICE, "voice.ogg", "audio/ogg", file.size(), "v");
    }

    @Test
    void aViewThatCrashesIsShownWhatWasHeardOnceMore() {
        world.submit("x", note);
        var question = heard();
        world.crashView();

        assertThat(heard()).isEqualTo(question);
    }

    private Question asked() {
        return world.next(Asked.class).question();
    }

    private Question.Transcript heard() {
        return (Question.Transcript) asked();
    }

    private void shown(Question question) {
        world.deliver(new ChatProtocol.QuestionShown(question.key()));
    }

    private void say(Question question, Decision decision) {
        world.deliver(new ChatProtocol.Answer(
                People.ADA,
                question.key(),
                decision,
                List.of(),
                world.kit.createTestProbe(ChatProtocol.Settlement.class).ref()));
    }

    private boolean isAtWork(Prompt prompt) {
        return world.claude.processes().stream()
                .map(FakeClaude.Child::turn)
                .anyMatch(prompt.id().value()::equals);
    }

    private void begun(int times) {
        Awaitility.await().until(() -> world.transcriber.begun().size() == times);
    }
}
