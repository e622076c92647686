package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatProtocol.Accepted;
import switchboard.chat.ChatProtocol.Replied;
import switchboard.chat.ChatProtocol.Revised;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Content.Transcript;
import switchboard.model.Content.Transcript.Stage;
import switchboard.model.CurrentTurn;
import switchboard.model.Decision;
import switchboard.model.Outcome;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.model.Revision;
import switchboard.model.TurnId;
import switchboard.model.Wording;

/** People edit their messages: what waits changes, what runs or is over is asked again only if they say so. */
class EditedMessagesTest extends ChatFixture {

    private static final String ADA = "111";
    private static final ChatId OTHER = ChatId.of(8);
    private static final Content QUOTE = new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails");

    private Content.Attachment cat = new Content.Attachment("", Content.Attachment.Kind.FILE, null, null, null);
    private Content.Attachment dog = cat;
    private long updates = 1_000;

    @BeforeEach
    void offer() {
        cat = world.attachments.photo("cat.png");
        dog = world.attachments.photo("dog.png");
    }

    @AfterEach
    void letGo() {
        world.attachments.release(cat);
        world.attachments.release(dog);
    }

    @Test
    void aPromptThatWaitsRunsWithTheNewWords() {
        var running = submit("hold", "1");
        var queued = submit("hold old", "2");
        edit(said("2", "hold new"));

        assertThat(world.next(Revised.class)).isEqualTo(new Revised(queued.id(), "2", "hold new", false));
        world.running(running).answer("done");
        world.ended(running);
        assertThat(world.atWork(queued).prompts()).last().isEqualTo("hold new");
    }

    @Test
    void aPromptOnHoldRunsWithTheNewWordsAndRetryAsksThem() {
        submit("hold", "1");
        var queued = submit("hold old", "2");
        world.invoke("stop");
        edit(said("2", "hold new"));

        assertThat(world.next(Revised.class)).isEqualTo(new Revised(queued.id(), "2", "hold new", true));
        assertThat(stored().queue().lastPrompt()).containsExactly(new Content.Text("hold new"));
        world.invoke("pending", "go");
        assertThat(world.atWork(queued).prompts()).last().isEqualTo("hold new");
    }

    @Test
    void aPromptThatWaitsForItsPermitRunsWithTheNewWords() {
        var other = world.submit(OTHER, "hold");
        world.running(other);
        var prompt = submit("hold old", "1");
        world.next(ChatProtocol.Queued.class);
        edit(said("1", "hold new"));
        world.running(other).answer("done");

        assertThat(world.atWork(prompt).prompts()).last().isEqualTo("hold new");
    }

    @Test
    void whatIsQuotedStaysAndTheRestChanges() {
        submit("hold", "1");
        var wording = new Wording(ADA, 1, List.of(said("2", "old")));
        var queued = submit(List.of(QUOTE, new Content.Text("old")), wording);
        edit(said("2", "new"));

        world.next(Revised.class);
        assertThat(content(queued)).containsExactly(QUOTE, new Content.Text("new"));
    }

    @Test
    void aCaptionChangesWhileThePhotoIsFetchedAndIsFetchedOnce() {
        world.attachments.hold(cat);
        var prompt = submit("1", "hold old", cat);
        begun(1);
        edit(said("1", "hold new", cat));
        world.next(Revised.class);
        world.attachments.release(cat);

        assertThat(asked(prompt)).contains("cat.png").endsWith("hold new");
        assertThat(world.attachments.begun()).containsExactly(cat);
    }

    @Test
    void anotherPhotoIsFetchedInsteadAlsoIfTheFirstIsBeingFetched() {
        world.attachments.hold(cat);
        var prompt = submit("1", "hold", cat);
        begun(1);
        edit(said("1", "hold", dog));

        assertThat(asked(prompt)).contains("dog.png").doesNotContain("cat.png");
        assertThat(world.attachments.begun()).containsExactly(cat, dog);
        assertThat(world.attachments.givenUp()).containsExactly(cat);
    }

    @Test
    void anotherPhotoIsFetchedBeforeAPromptInLineRuns() {
        var other = world.submit(OTHER, "hold");
        world.running(other);
        var prompt = submit("1", "hold", cat);
        world.next(ChatProtocol.Queued.class);
        world.attachments.hold(dog);
        edit(said("1", "hold", dog));
        world.next(Revised.class);
        begun(2);
        world.running(other).answer("done");
        assertThat(world.next(ChatProtocol.Fetching.class).files()).containsExactly(dog);
        assertThat(world.claude.processes()).hasSize(1);
        world.attachments.release(dog);

        assertThat(asked(prompt)).contains("dog.png").doesNotContain("cat.png");
    }

    @Test
    void aNewCaptionDoesNotBringBackAFileThatThePersonRunsWithout() {
        var other = world.submit(OTHER, "hold");
        world.running(other);
        world.attachments.lose(cat, "It has expired.");
        var prompt = submit("1", "hold old", cat);
        var asked = world.next(ChatProtocol.Asked.class).question();
        edit(said("1", "hold newer", cat));
        world.next(Revised.class);
        world.deliver(new ChatProtocol.Answer(
                People.ADA,
                asked.key(),
                new Decision.Allow(),
                List.of(),
                world.kit.createTestProbe(ChatProtocol.Settlement.class).ref()));
        world.next(ChatProtocol.Settled.class);
        edit(said("1", "hold newest", cat));
        world.next(Revised.class);

        assertThat(content(prompt)).containsExactly(cat.missing("It has expired."), new Content.Text("hold newest"));
        world.running(other).answer("done");
        assertThat(asked(prompt)).contains("could not be fetched").endsWith("hold newest");
    }

    @Test
    void anotherPhotoSettlesTheQuestionAboutOneThatIsGone() {
        world.attachments.lose(cat, "It has expired.");
        var prompt = submit("1", "hold", cat);
        var asked = world.next(ChatProtocol.Asked.class).question();
        edit(said("1", "hold", dog));

        assertThat(world.next(ChatProtocol.Settled.class).key()).isEqualTo(asked.key());
        assertThat(asked(prompt)).contains("dog.png").doesNotContain("cat.png");
    }

    @Test
    void theCaptionOfARecordingChangesWhileItsTranscriptIsShown() {
        var note = recording("fix the build");
        var prompt = submit("1", "old", note);
        var question = world.next(ChatProtocol.Asked.class).question();
        edit(said("1", "new", note));

        assertThat(world.view().receiveMessage()).isEqualTo(new Revised(prompt.id(), "1", "fix the build new", false));
        assertThat(content(prompt))
                .containsExactly(
                        note, new Transcript(note.ref(), "fix the build", Stage.SHOWN), new Content.Text("new"));
        send(question);
        assertThat(asked(prompt)).contains("fix the build").endsWith("new");
        assertThat(world.transcriber.begun()).containsExactly(note);
    }

    @Test
    void askedAgainARecordingIsNotTranscribedAgain() {
        var note = recording("fix the build");
        var prompt = submit("1", "old", note);
        send(world.next(ChatProtocol.Asked.class).question());
        world.ended(prompt);
        edit(said("1", "new", note));
        world.next(Replied.class);
        world.invoke("ask-edited", "1");

        assertThat(world.until(ChatProtocol.Ended.class::isInstance))
                .noneMatch(event -> event instanceof ChatProtocol.Asked || event instanceof ChatProtocol.Transcribing);
        assertThat(world.claude.processes().getLast().prompts().getLast())
                .contains("fix the build")
                .endsWith("new");
        assertThat(world.transcriber.begun()).containsExactly(note);
    }

    private Content.Attachment recording(String words) {
        var file = world.attachments.offer("voice.ogg", words.getBytes(StandardCharsets.UTF_8));
        return new Content.Attachment(file.ref(), Content.Attachment.Kind.VOICE, "voice.ogg", "audio/ogg", file.size());
    }

    /** A person sends what was heard. */
    private void send(Question question) {
        world.deliver(new ChatProtocol.Answer(
                People.ADA,
                question.key(),
                new Decision.Allow(),
                List.of(),
                world.kit.createTestProbe(ChatProtocol.Settlement.class).ref()));
        world.next(ChatProtocol.Settled.class);
    }

    @Test
    void aPieceOfAPasteChangesItsPartOfThePrompt() {
        submit("hold", "1");
        var wording = new Wording(ADA, 0, List.of(said("2", "one"), piece("3", " ", "two"), piece("4", "\n", "three")));
        var queued = submit(List.of(new Content.Text("one two\nthree")), wording);
        edit(said("3", "2"));

        assertThat(world.next(Revised.class).words()).isEqualTo("one 2 three");
        assertThat(content(queued)).containsExactly(new Content.Text("one 2\nthree"));
    }

    @Test
    void aPieceOfAnAlbumChangesItsPhotoOrTheCaption() {
        submit("hold", "1");
        var wording = new Wording(ADA, 0, List.of(said("2", "look", cat), said("3", "", cat)));
        var queued = submit(List.of(cat, cat, new Content.Text("look")), wording);
        edit(said("3", "", dog));
        world.next(Revised.class);
        assertThat(content(queued)).containsExactly(cat, dog, new Content.Text("look"));
        edit(said("2", "", cat));

        world.next(Revised.class);
        assertThat(content(queued)).containsExactly(cat, dog, new Content.Text("I sent 2 photos."));
    }

    @Test
    void whileItRunsThePersonIsOfferedToStopAndAskAgainWhichComesNext() {
        var running = submit("hold old", "1");
        world.atWork(running);
        var behind = submit("behind", "2");
        edit(said("1", "hold new"));
        var offer = world.next(Replied.class);
        assertThat(offer.message()).isEqualTo("1");
        assertThat(offer.reply().text())
                .isEqualTo(
                        "✏️ Claude is still working on the earlier version of this message. It now says: “hold new”");
        assertThat(button(offer.reply())).isEqualTo(new Reply.Button("Stop and ask again", "/ask-edited 1"));
        assertThat(stored().current())
                .matches(current -> Objects.requireNonNull(current).id().equals(running.id()));

        world.invoke("ask-edited", "1");
        assertThat(world.ended(running).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        var again = current("hold new");
        assertThat(again.message()).isEqualTo("1");
        assertThat(stored().waiting().map(Prompt::id)).containsExactly(behind.id());
        world.atWork(again).answer("done");
        world.ended(again);
        world.ended(behind);
    }

    @Test
    void theOfferIsTakenOnceAndLaterEditsAreOfTheNewPrompt() {
        var running = submit("hold old", "1");
        world.atWork(running);
        edit(said("1", "hold new"));
        world.next(Replied.class);
        world.invoke("ask-edited", "1");
        world.ended(running);
        var again = current("hold new");
        world.invoke("ask-edited", "1");
        assertThat(world.next(Replied.class).reply().text()).isEqualTo("I've asked that already.");
        world.atWork(again);
        edit(said("1", "hold newest"));

        assertThat(button(world.next(Replied.class).reply()).label()).isEqualTo("Stop and ask again");
    }

    @Test
    void killedAfterTheButtonTheOldTurnIsOverAndTheNewWordsRunOnce() {
        var running = submit("hold old", "1");
        world.atWork(running);
        edit(said("1", "hold new"));
        world.next(Replied.class);
        world.invoke("ask-edited", "1");
        killAndStart();

        assertThat(world.ended(running).answer().outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        var again = current("hold new");
        world.atWork(again).answer("done");
        // the old turn's end may have been told before the kill, and is then told again after it
        world.until(event ->
                event instanceof ChatProtocol.Ended ended && ended.answer().id().equals(again.id()));
        assertThat(stored().prompts()).isEmpty();
    }

    @Test
    void killedAfterTheEditTheOfferComesAgainAndStillCounts() {
        var running = submit("hold old", "1");
        world.atWork(running);
        edit(said("1", "hold new"));
        var offer = world.next(Replied.class);
        killAndStart();
        assertThat(world.next(Replied.class)).isEqualTo(offer);
        world.invoke("ask-edited", "1");

        world.ended(running);
        world.atWork(current("hold new")).answer("done");
    }

    @Test
    void theNewWordsOfWhatWaitsAreShownAgainAfterARestart() {
        world.atWork(submit("hold", "1"));
        var queued = submit("hold old", "2");
        edit(said("2", "hold new"));
        world.next(Revised.class);
        killAndStart();

        assertThat(world.next(Revised.class)).isEqualTo(new Revised(queued.id(), "2", "hold new", false));
    }

    @Test
    void anEditThatIsTakenBackWhileTheTurnRunsLeavesNothingToAsk() {
        world.atWork(submit("hold old", "1"));
        edit(said("1", "hold new"));
        world.next(Replied.class);
        edit(said("1", "hold old"));
        world.invoke("ask-edited", "1");

        assertThat(world.next(Replied.class).reply().text()).isEqualTo("I've asked that already.");
    }

    @Test
    void afterTheAnswerItIsAskedAgainOnlyByTheButton() {
        var prompt = submit("old", "1");
        world.ended(prompt);
        edit(said("1", "new"));
        var offer = world.next(Replied.class).reply();
        assertThat(offer.text()).isEqualTo("✏️ I'm done with the earlier version of this message. It now says: “new”");
        assertThat(button(offer)).isEqualTo(new Reply.Button("Ask again", "/ask-edited 1"));
        assertThat(stored().prompts()).isEmpty();

        world.invoke("ask-edited", "1");
        assertThat(world.next(ChatProtocol.Ended.class).answer().message()).isEqualTo("1");
        assertThat(world.claude.processes().getFirst().prompts()).containsExactly("old", "new");
    }

    @Test
    void anEditThatChangesNothingSaysNothing() {
        submit("old", "1");
        world.next(ChatProtocol.Ended.class);
        var before = stored();
        edit(said("1", "old"));

        world.view().expectNoMessage(Duration.ofMillis(50));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void anEditOfAMessageThatTheChatDoesNotKnowIsHarmless() {
        submit("old", "1");
        world.next(ChatProtocol.Ended.class);
        var before = stored();
        edit(said("99", "new"));

        world.view().expectNoMessage(Duration.ofMillis(50));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void onlyTheAuthorsOwnEditsCount() {
        submit("hold", "1");
        submit("hold old", "2");
        send(new Revision("222", List.of(), said("2", "new"), false, false), ++updates);

        assertThat(stored().waiting().map(Prompt::text)).containsExactly("hold old");
    }

    @Test
    void anEditThatComesTwiceCountsOnce() {
        world.atWork(submit("hold old", "1"));
        edit(said("1", "hold new"));
        world.next(Replied.class);
        send(revision(said("1", "hold new")), updates);

        world.view().expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void aMessageThatIsForTheBotOnlySinceItsEditIsAskedByAButton() {
        submit("x", "1");
        world.next(ChatProtocol.Ended.class);
        send(new Revision(ADA, List.of(QUOTE), said("5", "why?"), false, true), ++updates);
        var offer = world.next(Replied.class);
        assertThat(offer.message()).isEqualTo("5");
        assertThat(button(offer.reply())).isEqualTo(new Reply.Button("Ask Claude", "/ask-edited 5"));
        world.invoke("ask-edited", "5");

        assertThat(world.next(ChatProtocol.Ended.class).answer().message()).isEqualTo("5");
        assertThat(world.claude.processes().getFirst().prompts())
                .last()
                .asString()
                .contains("Bob")
                .endsWith("why?");
    }

    @Test
    void anEditedCommandIsNotRun() {
        world.deliver(new ChatProtocol.Invoke(
                People.ADA,
                "hello",
                "Ada",
                List.of(),
                "1",
                List.of(1L),
                null,
                wording(said("1", "/hello Ada")),
                world.receipts.ref()));
        world.receipts.expectMessageClass(Accepted.class);
        world.next(Replied.class);
        send(new Revision(ADA, List.of(), said("1", "/hello Bob"), true, true), ++updates);

        assertThat(world.next(Replied.class).reply().text())
                .isEqualTo("✏️ Commands only work in new messages, so this edit changes nothing.");
    }

    @Test
    void aPromptThatIsEditedIntoACommandStaysAsItWas() {
        submit("hold", "1");
        submit("hold old", "2");
        send(new Revision(ADA, List.of(), said("2", "/stop"), true, true), ++updates);

        assertThat(world.next(Replied.class).reply().text())
                .isEqualTo("✏️ Commands only work in new messages, so this edit changes nothing.");
        assertThat(stored().waiting().map(Prompt::text)).containsExactly("hold old");
    }

    @Test
    void aCommandThatIsEditedIntoWordsIsAskedByAButton() {
        world.deliver(new ChatProtocol.Invoke(
                People.ADA,
                "hello",
                "",
                List.of(),
                "1",
                List.of(1L),
                null,
                wording(said("1", "/hello")),
                world.receipts.ref()));
        world.receipts.expectMessageClass(Accepted.class);
        world.next(Replied.class);
        edit(said("1", "hello there"));

        assertThat(button(world.next(Replied.class).reply()).label()).isEqualTo("Ask Claude");
    }

    @Test
    void anAnswerThatWasGivenStays() {
        var running = submit("hold", "1");
        var question = world.askedBash(running);
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.Answer(
                People.ADA,
                question.key(),
                new Decision.Deny("use fetch"),
                List.of(77L),
                wording(said("2", "use fetch")),
                person.ref()));
        assertThat(person.receiveMessage().taken()).isTrue();
        edit(said("2", "use clone"));

        assertThat(world.next(Replied.class).reply().text())
                .isEqualTo("✏️ Your answer was given already, so this edit doesn't change it.");
        assertThat(stored().waiting()).isEmpty();
    }

    @Test
    void aQueuedPromptThatBecameAnAnswerIsOne() {
        var running = submit("hold", "1");
        var question = world.askedBash(running);
        var queued = submit("use fetch", "2");
        var person = world.kit.createTestProbe(ChatProtocol.Settlement.class);
        world.deliver(new ChatProtocol.AnswerQueued(
                People.ADA, question.key(), queued.id().value(), person.ref()));
        assertThat(person.receiveMessage().taken()).isTrue();
        edit(said("2", "use clone"));

        assertThat(world.next(Replied.class).reply().text())
                .isEqualTo("✏️ Your answer was given already, so this edit doesn't change it.");
    }

    private Prompt submit(String text, String message) {
        return submit(List.of(new Content.Text(text)), wording(said(message, text)));
    }

    private Prompt submit(String message, String caption, Content.Attachment file) {
        return submit(List.of(file, new Content.Text(caption)), wording(said(message, caption, file)));
    }

    private Prompt submit(List<Content> content, Wording wording) {
        var prompt = new Prompt(TurnId.random(), content, true, wording.message(), Instant.EPOCH);
        world.deliver(new ChatProtocol.Submit(
                People.ADA, prompt, List.of(++updates), null, false, wording, world.receipts.ref()));
        world.receipts.expectMessageClass(Accepted.class);
        return prompt;
    }

    private void edit(Wording.Piece piece) {
        send(revision(piece), ++updates);
    }

    private static Revision revision(Wording.Piece piece) {
        return new Revision(ADA, List.of(), piece, false, false);
    }

    private void send(Revision revision, long update) {
        world.deliver(new ChatProtocol.Edit(People.ADA, revision, List.of(update), world.receipts.ref()));
        world.receipts.expectMessageClass(Accepted.class);
    }

    private static Wording wording(Wording.Piece piece) {
        return new Wording(ADA, 0, List.of(piece));
    }

    private static Wording.Piece said(String message, String words, Content.Attachment... files) {
        return piece(message, "", words, files);
    }

    private static Wording.Piece piece(String message, String gap, String words, Content.Attachment... files) {
        var text = new Content.Text(words.isEmpty() ? "I sent a photo." : words);
        var content = Stream.<Content>concat(Stream.of(files), Stream.of(text)).toList();
        return new Wording.Piece(
                message, words, files.length == 0 ? "" : List.of(files).toString(), gap, content);
    }

    private static Reply.Button button(Reply reply) {
        return reply.buttons().getFirst().getFirst();
    }

    private ChatState stored() {
        return Objects.requireNonNull(world.stored());
    }

    private List<Content> content(Prompt prompt) {
        return stored().queue().find(prompt.id()).orElseThrow().content();
    }

    /** What Claude was asked, once the turn of the prompt has ended. */
    private String asked(Prompt prompt) {
        world.ended(prompt);
        return world.claude.processes().getLast().prompts().getLast();
    }

    /** The prompt in flight, once it is this. */
    private Prompt current(String text) {
        return Awaitility.await()
                .until(
                        () -> Optional.ofNullable(stored().current())
                                .map(CurrentTurn::prompt)
                                .filter(prompt -> prompt.text().equals(text)),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void begun(int times) {
        Awaitility.await().until(() -> world.attachments.begun().size() == times);
    }

    /** The agent is gone, too. */
    @Override
    void killAndStart() {
        world.kill();
        world.claude.processes().forEach(FakeClaude.Child::crash);
        world.restart();
        world.deliver(CHAT, new ChatProtocol.Wake());
    }
}
