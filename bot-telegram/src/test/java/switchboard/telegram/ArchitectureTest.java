package switchboard.telegram;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import switchboard.telegram.api.HttpTelegramApi;
import switchboard.telegram.api.TelegramApi;

class ArchitectureTest {

    private static final JavaClasses FRONT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("switchboard.telegram", "switchboard.app");

    @Test
    void whatIsReadAndShownKnowsNoHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "switchboard.telegram.update", "switchboard.telegram.view", "switchboard.telegram.outbox")
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
    void theFrontKnowsNotTheApplication() {
        noClasses()
                .that()
                .resideInAPackage(TelegramFront.class.getPackageName() + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("switchboard.app..")
                .check(FRONT);
    }

    @Test
    void theEmbeddedBotApiKnowsNothingOfTheBotNorOfActorsNorOfHttp() {
        noClasses()
                .that()
                .resideInAPackage("switchboard.telegram.local")
                .should()
                .dependOnClassesThat(resideInAnyPackage("switchboard..", "org.apache.pekko..", "java.net..")
                        .and(not(resideInAPackage("switchboard.telegram.local"))))
                .check(FRONT);
    }
}
