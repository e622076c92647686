package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.Patience;
import switchboard.chat.ChatProtocol.Asked;
import switchboard.chat.ChatProtocol.Ended;
import switchboard.chat.ChatProtocol.Fetching;
import switchboard.command.PendingCommand;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.Question;
import switchboard.model.Reply;

/** Prompts that bring files: stored first, fetched after, and run once the files are there, whatever comes in between. */
class ChatWithFilesTest extends ChatFixture {

    private static final ChatId OTHER = ChatId.of(8);
    private static final ChatId NEW_ID = ChatId.of(-100);

    private Content.Attachment cat = new Content.Attachment("", Content.Attachment.Kind.FILE, null, null, null);

    @BeforeEach
    void offer() {
        cat = world.attachments.hold(world.attachments.photo("cat.png"));
    }

    @AfterEach
    void letGo() {
        world.attachments.release(cat);
    }

    @Test
    void aPromptRunsOnceItsFilesAreThereAndHoldsUpItsOwnChatOnly() {
        var prompt = world.submit("x", cat);
        assertThat(world.next(Fetching.class)).isEqualTo(new Fetching(prompt.id(), "m-x", List.of(cat), false));
        var behind = world.submit("behind");
        var other = world.submit(OTHER, "other");
        world.probe(OTHER).fishForMessage(Patience.ENOUGH, event -> endOf(other, event));
        assertThat(path(CHAT)).doesNotExist();
        world.attachments.release(cat);

        world.ended(prompt);
        assertThat(path(CHAT)).hasContent("cat.png");
        world.ended(behind);
    }

    @Test
    void killedWhileItsFilesAreFetchedItRunsOnceTheyAreThere() {
        var prompt = world.submit("x", cat);
        begun(1);
        killAndStart();
        begun(2);
        world.attachments.release(cat);

        world.ended(prompt);
        assertThat(path(CHAT)).hasContent("cat.png");
    }

    @Test
    void killedBetweenItsFilesAndItsPermitItRunsWithWhatIsThere() {
        world.running(world.submit(OTHER, "hold"));
        world.attachments.release(cat);
        var prompt = world.submit("x", cat);
        world.next(ChatProtocol.Queued.class);
        assertThat(path(CHAT)).hasContent("cat.png");
        killAndStart();

        world.ended(prompt);
        assertThat(world.attachments.begun()).hasSize(1);
    }

    @Test
    void killedWhileItRunsItRunsAgainWithTheFileThatTheAgentHasChanged() throws IOException {
        world.attachments.release(cat);
        var prompt = world.submit("hold", cat);
        world.running(prompt);
        Files.writeString(path(CHAT), "edited by the agent");
        killAndStart();
        world.atWork(prompt).answer("done");

        world.ended(prompt);
        assertThat(path(CHAT)).hasContent("edited by the agent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "cancel", "new"})
    void stoppedWhileItsFilesAreFetchedItEndsAtOnceAndTheFetchIsGivenUp(String command) {
        var prompt = world.submit("x", cat);
        begun(1);
        world.invoke(command, command.equals("cancel") ? prompt.id().value() : "");

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        Awaitility.await().until(() -> world.attachments.givenUp().contains(cat));
        world.ended(world.submit("next"));
        assertThat(world.claude.processes()).hasSize(1);
    }

    @Test
    void aChatThatMovesFetchesTheFilesToItsNewPlace() {
        var prompt = world.submit("x", cat);
        begun(1);
        world.deliver(new ChatProtocol.Migrate(NEW_ID, world.receipts.ref()));
        world.receipts.expectMessage(new ChatProtocol.Accepted());
        Awaitility.await().until(() -> world.attachments.givenUp().contains(cat));
        world.attachments.release(cat);

        world.probe(NEW_ID).fishForMessage(Patience.ENOUGH, event -> endOf(prompt, event));
        assertThat(path(NEW_ID)).hasContent("cat.png");
        assertThat(path(CHAT)).doesNotExist();
    }

    @Test
    void aFileThatIsGoneIsAskedAboutUnderTheSameKeyAfterARestartUntilAPersonHasSaidSomething() {
        var prompt = world.submit("hold", world.attachments.lose(cat, "It has expired."));
        world.attachments.release(cat);
        var asked = gone();
        killAndStart();
        assertThat(gone()).isEqualTo(asked);
        decide(asked, new Decision.Allow());
        assertThat(world.next(ChatProtocol.Settled.class).words()).isEqualTo("Runs without it (Ada)");
        killAndStart();
        world.atWork(prompt).answer("done");

        assertThat(world.until(Ended.class::isInstance)).noneMatch(Asked.class::isInstance);
    }

    @Test
    void whatAPersonSaysOfAFileIsToldOnceItIsStored() {
        world.submit("hold", world.attachments.lose(cat, "It has expired."));
        world.attachments.release(cat);
        var asked = gone();
        world.store.hold();
        decide(asked, new Decision.Allow());
        world.view().expectNoMessage(Duration.ofMillis(100));
        world.kill();
        world.store.lose();
        world.restart();
        world.deliver(new ChatProtocol.Wake());

        assertThat(gone()).as("as if nothing had been said").isEqualTo(asked);
    }

    @Test
    void whatWasDiscardedForItsFileIsNotAskedAboutAgain() {
        var prompt = world.submit("hold", world.attachments.lose(cat, "It has expired."));
        world.attachments.release(cat);
        decide(gone(), new Decision.Deny(""));

        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        killAndStart();
        assertThat(world.ended(prompt).answer().outcome()).isEqualTo(Outcome.cancelled(""));
        assertThat(world.claude.processes()).isEmpty();
    }

    @Test
    void aQueuedPromptThatBringsAFileIsNoAnswerAndStaysInTheQueue() {
        var running = world.submit("hold");
        var question = world.askedBash(running);
        var queued = world.submit("x", cat);
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.AnswerQueued(
                People.ADA, question.key(), queued.id().value().substring(0, 12), person.ref()));

        person.expectMessage(ChatProtocol.Settlement.BRINGS_FILE);
        world.running(running).answer("done");
        world.ended(running);
        world.attachments.release(cat);
        world.ended(queued);
    }

    @Test
    void aFileThatIsRefusedIsSaidAsSoonAsItsMessageWaitsAndAskedAboutWhenItIsNext() {
        var running = world.submit("hold");
        world.running(running);
        var queued = world.submit("x", world.attachments.refuse(cat, "It is too large."));

        var said = world.next(ChatProtocol.Replied.class);
        assertThat(said.message()).isEqualTo("m-x");
        assertThat(said.reply())
                .isEqualTo(Reply.of(
                        "⚠️ I can't get `cat.png`. It is too large.\nBefore your message runs, I'll ask if it should"
                                + " run without this file.",
                        PendingCommand.discard(queued.id())));
        world.atWork(running).answer("done");
        var asked = gone();
        assertThat(asked.files()).containsExactly(Question.Missing.forEver(cat, "It is too large."));
        assertThat(world.attachments.begun()).isEmpty();
        decide(asked, new Decision.Allow());
        world.ended(queued);
    }

    @Test
    void aViewThatCrashesIsShownAgainWhatIsAskedAbout() {
        world.submit("hold", world.attachments.lose(cat, "It has expired."));
        world.attachments.release(cat);
        var asked = gone();
        world.crashView();

        assertThat(gone()).isEqualTo(asked);
    }

    private Question.FileGone gone() {
        return (Question.FileGone) world.next(Asked.class).question();
    }

    private void begun(int times) {
        Awaitility.await().until(() -> world.attachments.begun().size() == times);
    }

    private Path path(ChatId chat) {
        return world.files.places().path(chat, cat);
    }
}
