package switchboard.chat;

import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.FishingOutcome;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import switchboard.model.ChatId;
import switchboard.model.Decision;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;

/** A fresh world of chats for each test, in one actor system for the class. */
@SuppressWarnings("NullAway.Init") // set up by JUnit
abstract class ChatFixture {

    private static ActorTestKit kit;

    /** Where the chats work. */
    @TempDir
    static Path directory;

    ChatWorld world;

    static ActorTestKit kit() {
        return kit;
    }

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ChatWorld.config());
    }

    @AfterAll
    static void shutDown() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void open() {
        world = new ChatWorld(kit, directory, 1);
    }

    /** Kills the host and starts it again. */
    void killAndStart() {
        world.kill();
        world.restart();
        world.deliver(new ChatProtocol.Wake());
    }

    void decide(Question question, Decision decision) {
        decide(ChatWorld.CHAT, question, decision);
    }

    void decide(ChatId chat, Question question, Decision decision) {
        world.deliver(
                chat,
                new ChatProtocol.Answer(
                        People.ADA,
                        question.key(),
                        decision,
                        List.of(),
                        kit.createTestProbe(ChatProtocol.Settlement.class).ref()));
    }

    static boolean isEndOf(Prompt prompt, ChatProtocol.Event event) {
        return event instanceof ChatProtocol.Ended ended && ended.answer().id().equals(prompt.id());
    }

    /** Fishes for the end of the prompt. */
    static FishingOutcome endOf(Prompt prompt, ChatProtocol.Event event) {
        return isEndOf(prompt, event) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore();
    }

    @AfterEach
    void close() {
        world.stop();
        world.store.clear();
    }
}
