package switchboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import switchboard.claude.CliProcess;

class ArchitectureTest {

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("switchboard");

    @Test
    void theModelKnowsNoActor() {
        check(noClasses()
                .that()
                .resideInAPackage("switchboard.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.pekko..", "scala.."));
    }

    @Test
    void theEngineKnowsNoHttpAndNoTelegram() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.pekko.http..",
                        "org.telegram..",
                        "java.net.http..",
                        "switchboard.telegram..",
                        "switchboard.persistence..",
                        "switchboard.app.."));
    }

    @Test
    void packagesDependInOneDirection() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("switchboard")
                .layer("chat")
                .definedBy("switchboard.chat..")
                .layer("archive")
                .definedBy("switchboard.archive..")
                .layer("board")
                .definedBy("switchboard.board..")
                .layer("command")
                .definedBy("switchboard.command..")
                .layer("agent")
                .definedBy("switchboard.agent..")
                .layer("claude")
                .definedBy("switchboard.claude..")
                .layer("files")
                .definedBy("switchboard.files..")
                .layer("voice")
                .definedBy("switchboard.voice..")
                .layer("git")
                .definedBy("switchboard.git..")
                .layer("shell")
                .definedBy("switchboard.shell..")
                .layer("process")
                .definedBy("switchboard.process..")
                .layer("throttle")
                .definedBy("switchboard.throttle..")
                .layer("audit")
                .definedBy("switchboard.audit..")
                .layer("model")
                .definedBy("switchboard.model..")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("chat")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("board")
                .mayOnlyBeAccessedByLayers("chat", "root")
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("agent", "claude", "chat", "root")
                .whereLayer("archive")
                .mayOnlyBeAccessedByLayers("command", "agent", "claude", "chat", "root")
                .whereLayer("agent")
                .mayOnlyBeAccessedByLayers("claude", "chat", "root")
                .whereLayer("claude")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("files")
                .mayOnlyBeAccessedByLayers("claude", "voice", "shell", "chat", "root")
                .whereLayer("voice")
                .mayOnlyBeAccessedByLayers("chat", "root")
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers("claude", "files", "git", "shell", "voice", "root")
                .whereLayer("shell")
                .mayOnlyBeAccessedByLayers("command", "chat", "root")
                .whereLayer("git")
                .mayOnlyBeAccessedByLayers("claude", "command", "files", "root")
                .whereLayer("audit")
                .mayOnlyBeAccessedByLayers("chat", "root")
                .whereLayer("throttle")
                .mayOnlyBeAccessedByLayers("agent", "claude", "chat", "root"));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("switchboard.(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyTheProcessClassesTouchProcesses() {
        check(noClasses()
                .that()
                .doNotBelongToAnyOf(CliProcess.class)
                .and()
                .resideOutsideOfPackage("switchboard.process")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Process.class, ProcessBuilder.class, ProcessHandle.class, Runtime.class));
    }

    @Test
    void nothingSleeps() {
        check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
        check(noClasses().should().callMethod(Thread.class, "sleep", Duration.class));
        check(noClasses().should().callMethod(Thread.class, "sleep", long.class, int.class));
    }

    @Test
    void theModelIsImmutableButForTheDraftOfATransition() {
        check(classes()
                .that()
                .resideInAPackage("switchboard.model")
                .and()
                .haveSimpleNameNotEndingWith("Draft")
                .and()
                .areNotMemberClasses()
                .and()
                .areNotEnums()
                .and()
                .areNotInterfaces()
                .should()
                .haveOnlyFinalFields());
    }

    private static void check(ArchRule rule) {
        rule.check(ENGINE);
    }
}
