package switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitDurableStateStorePlugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCheckTest {

    private static final Config STORE = PersistenceTestKitDurableStateStorePlugin.config();

    @TempDir
    private Path directory = Path.of("");

    private EngineSettings settings;

    @BeforeEach
    void settle() throws java.io.IOException {
        settings = EngineSettings.of(directory.toRealPath(), Map.of("HOME", directory.toString()));
    }

    @Test
    void theEngineChangesNoneOfPekkosOwnSettingsInItsHost() {
        for (var module : List.of("bot-core", "bot-telegram", "bot-persistence")) {
            var reference = ConfigFactory.parseFile(new File("../" + module + "/src/main/resources/reference.conf"));
            var pekko = reference.root().get("pekko");
            assertThat(reference.root()).as(module).containsKey("switchboard");
            if (pekko != null) {
                assertThat(((ConfigObject) pekko).toConfig().entrySet())
                        .as("what stores the engine's own class in %s", module)
                        .allMatch(setting -> setting.getKey().startsWith("actor.seriali")
                                && (setting.getKey() + setting.getValue()).contains("switchboard"));
            }
        }
    }

    @Test
    void anyDurableStatePluginIsEnough() {
        assertThatCode(() -> check(STORE)).doesNotThrowAnyException();
    }

    @Test
    void withoutADurableStatePluginTheSettingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(ConfigFactory.empty()))
                .withMessage("No durable-state plugin keeps the chats: name one in pekko.persistence.state.plugin or"
                        + " EngineSettings.plugin, for example switchboard.persistence.file.");
        settings = settings.withPlugin("my.store");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(ConfigFactory.empty()))
                .withMessageStartingWith("The durable-state plugin my.store has no section in the configuration");
    }

    @Test
    void anEngineWithoutAStoreFailsAtOnce() {
        var kit = ActorTestKit.create();
        try {
            var probe = kit.createTestProbe();
            var engine = kit.spawn(Engine.create(settings, EnginePorts.of((chat, self) -> Behaviors.ignore())));
            probe.expectTerminated(engine);
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void aDirectoryThatDoesNotExistIsNamedByItsSetting() {
        var missing = directory.resolve("missing");
        var expected = "EngineSettings.workingDirectory names " + missing
                + ", which is not a directory. Make it, or name another.";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EngineSettings.of(missing, Map.of()))
                .withMessage(expected);
        var changed = settings.withWorkingDirectory(missing);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.create(changed, EnginePorts.of((chat, self) -> Behaviors.ignore())))
                .withMessage(expected);
    }

    @Test
    void chatsDoNotBeginWhereTheyMayNotWork() {
        var closed = settings.withClaude(settings.claude().withDenied(List.of(settings.workingDirectory())));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.create(closed, EnginePorts.of((chat, self) -> Behaviors.ignore())))
                .withMessage("CLAUDE_WORKING_DIR is " + settings.workingDirectory()
                        + ", which is closed to chats, because private files are there. Name another directory.");
    }

    private void check(Config config) {
        HostCheck.configuration(config.withFallback(ConfigFactory.load()), settings);
    }
}
