namespace Postvakt.Documents.Report;

public static partial class FindingKinds
{
    // Macros and scripts.
    public static readonly FindingKind Macro = new("macro", Severity.Info, "The document holds macro code.");
    public static readonly FindingKind MacroStartsItself = new("macro-starts-itself", Severity.Low, "Macro code starts when the document is opened, shown or closed.", "T1204.002");
    public static readonly FindingKind MacroActs = new("macro-acts", Severity.Medium, "Code that starts by itself writes files or starts programs.", "T1204.002", "T1059.005");
    public static readonly FindingKind MacroFetches = new("macro-fetches", Severity.Critical, "Code that starts by itself fetches something from the network and runs it.", "T1204.002", "T1105");
    public static readonly FindingKind MacroWouldFetch = new("macro-would-fetch", Severity.High, "Code fetches something from the network and starts something; what leads there or what it starts is not certain.", "T1105");
    public static readonly FindingKind MacroCarrier = new("macro-carrier", Severity.High, "Code starts a program of Windows that runs what it is given.", "T1218", "T1059");
    public static readonly FindingKind MacroDrops = new("macro-drops", Severity.High, "Code that starts by itself writes a program or script and starts it.", "T1204.002", "T1059.005");
    public static readonly FindingKind MacroPersists = new("macro-persists", Severity.High, "Code makes itself start again with Windows or Office.", "T1547.001", "T1137");
    public static readonly FindingKind MacroWeakens = new("macro-weakens", Severity.High, "Code turns off protection against macros or malware.", "T1562.001");
    public static readonly FindingKind MacroInjects = new("macro-injects", Severity.Critical, "Code puts machine code into the memory of a process and runs it.", "T1055");
    public static readonly FindingKind MacroHides = new("macro-hides", Severity.Medium, "Code starts a program in a hidden window.", "T1564.003");
    public static readonly FindingKind MacroConceals = new("macro-conceals", Severity.Medium, "Code puts addresses or commands together from pieces so that they cannot be read.", "T1027.010");
    public static readonly FindingKind MacroWritesCode = new("macro-writes-code", Severity.Medium, "Code writes other code that runs later.", "T1027");
    public static readonly FindingKind MacroStomped = new("macro-stomped", Severity.High, "The compiled macro does something that its source does not show.", "T1564.007");
}
