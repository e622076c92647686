package switchboard.telegram;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import switchboard.telegram.api.HttpTelegramApi;
import switchboard.telegram.api.PacedLog;
import switchboard.telegram.api.TelegramApi;

class ArchitectureTest {

    private static final JavaClasses FRONT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "switchboard.telegram",
                    "switchboard.botapi",
                    "switchboard.standin",
                    "switchboard.web",
                    "switchboard.app");

    @Test
    void whatIsReadAndShownKnowsNoHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "switchboard.telegram.update",
                        "switchboard.telegram.view",
                        "switchboard.telegram.markdown",
                        "switchboard.telegram.outbox")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "org.apache.pekko.http..")
                .check(FRONT);
    }

    @Test
    void viewsWriteThroughTheOutboxAlone() {
        noClasses()
                .that()
                .resideInAPackage("switchboard.telegram.view")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(TelegramApi.class)
                .check(FRONT);
    }

    @Test
    void theAdapterIsKnownToItsOwnPackageAndTheApplicationAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("switchboard.telegram.api", "switchboard.app")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(HttpTelegramApi.class)
                .check(FRONT);
    }

    @Test
    void theStoreIsKnownByItsConfigurationAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("switchboard.persistence..")
                .check(FRONT);
    }

    @Test
    void onlyTheApplicationKnowsWhichAgentThereIs() {
        noClasses()
                .that()
                .resideOutsideOfPackage("switchboard.app")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("switchboard.claude..")
                .check(FRONT);
    }

    @Test
    void nothingKnowsTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackage("switchboard.app")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("switchboard.app..")
                .check(FRONT);
    }

    @Test
    void theEmbeddedBotApiKnowsNothingOfTheBotNorOfActorsNorOfHttp() {
        noClasses()
                .that()
                .resideInAPackage("switchboard.botapi")
                .should()
                .dependOnClassesThat(resideInAnyPackage("switchboard..", "org.apache.pekko..", "java.net..")
                        .and(not(resideInAPackage("switchboard.botapi"))))
                .check(FRONT);
    }

    @Test
    void theMarkdownRendererKnowsNothingOfTheBotNorOfActors() {
        noClasses()
                .that()
                .resideInAPackage("switchboard.telegram.markdown")
                .should()
                .dependOnClassesThat(resideInAnyPackage("switchboard..", "org.apache.pekko..", "java.net..")
                        .and(not(resideInAPackage("switchboard.telegram.markdown")))
                        .and(not(type(PacedLog.class))))
                .check(FRONT);
    }

    @Test
    void theStandInKnowsTheAgentPortAndNothingElseOfTheBot() {
        noClasses()
                .that()
                .resideInAPackage("switchboard.standin")
                .should()
                .dependOnClassesThat(resideInAnyPackage("switchboard..", "java.net..", "java.nio.file..")
                        .and(not(resideInAnyPackage(
                                "switchboard.standin",
                                "switchboard.text",
                                "switchboard.agent",
                                "switchboard.command",
                                "switchboard.load",
                                "switchboard.model",
                                "switchboard.throttle"))))
                .check(FRONT);
    }
}
