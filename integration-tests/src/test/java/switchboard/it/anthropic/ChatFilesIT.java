package switchboard.it.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.EngineSettings;
import switchboard.agent.AgentProtocol;
import switchboard.claude.ClaudeAgent;
import switchboard.files.ChatFiles;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Content.Attachment;
import switchboard.model.Decision;
import switchboard.model.PermissionMode;
import switchboard.model.Session;
import switchboard.model.Settings;
import switchboard.model.TurnId;
import switchboard.throttle.WarmPool;

/** The files of chats with the real CLI: what the model is shown of them, and the wall between two chats in one directory. */
class ChatFilesIT {

    private static final ChatId ADAS = ChatId.of(42);
    private static final ChatId BOBS = ChatId.of(7);

    private static final String PDF = """
            %PDF-1.4
            1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
            2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
            trailer<</Root 1 0 R>>
            %%EOF
            """;

    private final ActorTestKit kit = ActorTestKit.create();
    private final FakeMessagesApi api = FakeMessagesApi.start();
    private final TestProbe<AgentProtocol.Event> turn = kit.createTestProbe();
    private final TestProbe<AgentProtocol.Notice> owner = kit.createTestProbe();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private ChatFiles files = new ChatFiles(Path.of(""));
    private Path work = Path.of("");
    private Path cli = Path.of("claude");

    @BeforeEach
    void prepare() throws IOException {
        cli = ClaudeCli.assumeInstalled();
        dir = dir.toRealPath();
        files = new ChatFiles(dir.resolve("share/files"));
        work = Files.createDirectories(dir.resolve("work"));
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
        api.close();
    }

    @Test
    void pictureAndPdfAreShownAndTheirPathsTold() throws IOException {
        var photo = photo();
        var report = attachment(Attachment.Kind.FILE, "report.pdf");
        Files.writeString(made(ADAS, report), PDF);
        var heic = attachment(Attachment.Kind.FILE, "IMG_1.heic");
        Files.writeString(made(ADAS, heic), "\0\0\0\u0018ftypheic");
        write(files.directory(ADAS).resolve("CLAUDE.md"), "The plum is ripe.");
        write(
                files.directory(ADAS).resolve(".claude/skills/plum/SKILL.md"),
                "---\nname: plum\ndescription: Picks a plum\n---\nPick it.");
        var adas = session(ADAS, PermissionMode.DEFAULT);

        run(adas, Settings.NONE, photo, report, heic, new Content.Text("What do you see?"));

        var request = api.requests().getLast();
        assertThat(request.files()).containsExactly("image image/png", "document application/pdf");
        for (var each : List.of(photo, report, heic)) {
            assertThat(request.mentions(files.path(ADAS, each).toString())).isTrue();
        }
        assertThat(request.prompt()).contains("What do you see?");
        assertThat(request.mentions("plum")).as("files bring no instructions").isFalse();
        owner.fishForMessage(
                FakeMessagesApi.PATIENCE,
                notice -> notice instanceof AgentProtocol.FilesGiven given
                                && given.byPath().equals(List.of(heic))
                                && given.missing().isEmpty()
                                && given.shown() == size(photo) + size(report)
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        assertThat(Files.getPosixFilePermissions(files.directory(ADAS).resolve(".tmp")))
                .hasSize(3);
        try (var copies = Files.walk(files.directory(ADAS).resolve(".tmp"))) {
            assertThat(copies)
                    .as("the CLI's copy")
                    .anyMatch(copy -> copy.toString().endsWith(".png"));
        }
        end(adas);
    }

    @Test
    void aPictureWhoseTurnWasCutOffIsLookedAtOnceMoreAndNotTwice() throws IOException {
        api.when("look at it", Script.say("A cat it is.").hold("cat"));
        var photo = photo();
        var session = Session.fresh(work, null, Instant.EPOCH);
        List<Content> content = List.of(photo, new Content.Text("look at it"));
        var job = new AgentProtocol.Job(TurnId.random(), content, true, session, false, List.of(), List.of(), false);
        var first = session(ADAS, PermissionMode.DEFAULT);
        first.tell(new AgentProtocol.Apply(Settings.NONE));
        first.tell(new AgentProtocol.Run(job, turn.ref()));
        api.awaitHeld("cat");
        end(first);

        var second = session(ADAS, PermissionMode.DEFAULT);
        second.tell(new AgentProtocol.Apply(Settings.NONE));
        second.tell(new AgentProtocol.Run(
                new AgentProtocol.Job(
                        job.turn(), content, true, session.usedAt(Instant.EPOCH), true, List.of(), List.of(), false),
                turn.ref()));
        api.awaitHeld("cat");
        api.release("cat");
        var finished = turn.fishForMessage(
                FakeMessagesApi.PATIENCE,
                event -> event instanceof AgentProtocol.Finished
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());

        assertThat(((AgentProtocol.Finished) finished.getLast()).transcript()).isEqualTo("A cat it is.");
        assertThat(api.requests()).hasSize(2);
        assertThat(api.requests().getLast().files()).containsExactly("image image/png");
        end(second);
    }

    /** The CLI takes the document out of the conversation and asks once more. Of CLI 2.1.330. */
    @Test
    void aDocumentThatTheApiRefusesDoesNotSpoilItsSession() throws IOException {
        var book = attachment(Attachment.Kind.FILE, "book.pdf");
        Files.writeString(made(ADAS, book), PDF);
        api.failNext(
                1,
                new Fault.Status(
                        400,
                        "invalid_request_error",
                        "messages.0.content.1.pdf.source.base64.data: A maximum of 100 PDF pages may be provided.",
                        Map.of()));
        var adas = session(ADAS, PermissionMode.DEFAULT);

        run(adas, Settings.NONE, book, new Content.Text("Read it"));

        assertThat(api.requests())
                .extracting(TurnRequest::files)
                .containsExactly(List.of("document application/pdf"), List.of());
        assertThat(api.requests().getLast().prompt()).contains("Read it", "Document removed");
        end(adas);
    }

    @ParameterizedTest
    @EnumSource(
            value = PermissionMode.class,
            names = {"DEFAULT", "BYPASS"})
    void aChatReachesItsOwnFilesAndNobodyElses(PermissionMode mode) throws IOException {
        var own = attachment(Attachment.Kind.FILE, "own.bin");
        Files.writeString(made(ADAS, own), "own-content");
        var read = attachment(Attachment.Kind.FILE, "read.txt");
        Files.writeString(made(ADAS, read), "content-to-read");
        var others = attachment(Attachment.Kind.FILE, "bobs.txt");
        Files.writeString(made(BOBS, others), "bobs-content");
        var copy = files.directory(BOBS).resolve(".tmp/images/1.txt");
        write(copy, "bobs-content, too");
        Files.createSymbolicLink(work.resolve("link"), files.path(BOBS, others));
        var root = files.root();
        api.when(
                "read all",
                Script.calls(
                                ToolCall.bash("cat " + files.path(ADAS, own)),
                                ToolCall.of("Read", Map.of("file_path", files.path(ADAS, read) + "")),
                                ToolCall.bash("cat " + files.path(BOBS, others)),
                                ToolCall.bash("cat " + root + "/*/*"),
                                ToolCall.bash("grep -r content " + root),
                                ToolCall.bash("cat $CLAUDE_CODE_TMPDIR/../../7/*"),
                                ToolCall.bash("cat link"),
                                ToolCall.bash("ls " + root + "/7"),
                                ToolCall.of("Read", Map.of("file_path", files.path(BOBS, others) + "")),
                                ToolCall.of("Read", Map.of("file_path", copy + "")),
                                ToolCall.of("Read", Map.of("file_path", work + "/link")))
                        .thenSay("That was all."));
        var adas = session(ADAS, mode);

        run(adas, Settings.NONE.withMode(mode), new Content.Text("read all"));

        var request = api.requests().getLast();
        assertThat(request.mentions("own-content")).isTrue();
        assertThat(request.mentions("content-to-read")).isTrue();
        assertThat(request.mentions("bobs-content")).isFalse();
        assertThat(request.mentions("is closed to Claude")).isTrue();
        end(adas);
    }

    private ActorRef<AgentProtocol.Command> session(ChatId chat, PermissionMode mode) {
        var claude = EngineSettings.of(work, ClaudeCli.environment(dir, api.root()))
                .claude()
                .withProgram(cli.toString())
                .withMode(mode)
                .withTrusted(List.of(work))
                .withFiles(files);
        return kit.spawn(ClaudeAgent.of(claude)
                .sessions("files-" + chat)
                .create(chat, kit.<WarmPool.Command>createTestProbe().ref(), owner.ref()));
    }

    /** Runs a prompt to its end; what is asked is denied. */
    private void run(ActorRef<AgentProtocol.Command> session, Settings settings, Content... content) {
        var job = new AgentProtocol.Job(
                TurnId.random(),
                List.of(content),
                true,
                Session.fresh(work, null, Instant.EPOCH),
                false,
                List.of(),
                List.of(),
                false);
        session.tell(new AgentProtocol.Apply(settings));
        session.tell(new AgentProtocol.Run(job, turn.ref()));
        var events = turn.fishForMessage(FakeMessagesApi.PATIENCE, event -> {
            if (event instanceof AgentProtocol.Asked asked) {
                session.tell(new AgentProtocol.Answer(
                        asked.request(), new AgentProtocol.Decided(new Decision.Deny("not now"))));
            }
            return event instanceof AgentProtocol.Finished || event instanceof AgentProtocol.Broke
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndIgnore();
        });
        assertThat(events.getLast()).isInstanceOf(AgentProtocol.Finished.class);
    }

    private Attachment photo() throws IOException {
        var photo = attachment(Attachment.Kind.PHOTO, "cat.png");
        var picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(3, 3, 0xFF8800);
        ImageIO.write(picture, "png", made(ADAS, photo).toFile());
        return photo;
    }

    private long size(Attachment file) {
        return files.path(ADAS, file).toFile().length();
    }

    private void end(ActorRef<AgentProtocol.Command> session) {
        session.tell(new AgentProtocol.Shutdown());
        kit.createTestProbe().expectTerminated(session, FakeMessagesApi.PATIENCE);
    }

    private static Attachment attachment(Attachment.Kind kind, String name) {
        return new Attachment("ref-of-" + name, kind, name, null, null);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }

    /** The place of a file, in its directory. */
    private Path made(ChatId chat, Attachment file) throws IOException {
        var place = files.path(chat, file);
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        return place;
    }
}
