package switchboard.it.journey;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A cause of death for a bot's JVM, brought about from outside by an agent that is loaded into it ({@link JvmFaultAgent}). The
 * bot has no code for it.
 */
public enum JvmFault {
    /** The heap is full. */
    OUT_OF_MEMORY(3),
    /** A thread dies of an error. */
    THREAD_DIES(70),
    /** An actor meets a fatal error, of which Pekko hears as the handler of its dispatcher's thread. */
    ACTOR_DIES(70);

    private static final class Agent {
        static final Path JAR = pack();
    }

    private final int exitCode;

    JvmFault(int exitCode) {
        this.exitCode = exitCode;
    }

    /** With which the bot then ends. */
    public int exitCode() {
        return exitCode;
    }

    /** Lets it happen; false if the JVM could not be reached, because it has just begun or is ending. */
    public boolean strike(long pid) {
        VirtualMachine machine;
        try {
            machine = VirtualMachine.attach(Long.toString(pid));
        } catch (AttachNotSupportedException | IOException notYet) {
            return false;
        }
        try {
            machine.loadAgent(Agent.JAR.toString(), name());
            machine.detach();
        } catch (AgentLoadException | AgentInitializationException broken) {
            throw new IllegalStateException(broken);
        } catch (IOException cut) {
            // It has died of the fault before it could say that the agent is loaded.
        }
        return true;
    }

    private static Path pack() {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", JvmFaultAgent.class.getName());
        var name = JvmFaultAgent.class.getName().replace('.', '/') + ".class";
        try (var code = Objects.requireNonNull(JvmFault.class.getClassLoader().getResourceAsStream(name))) {
            var jar = Files.createTempFile(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "fault", ".jar");
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                out.putNextEntry(new JarEntry(name));
                code.transferTo(out);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
