package switchboard.chat;

import java.nio.file.Path;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

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

    @AfterEach
    void close() {
        world.stop();
        world.store.clear();
    }
}
