namespace Postvakt.Events;

/// <summary>A class of OCSF 1.5.0 that events are written as.</summary>
/// <param name="Uid">class_uid: category times 1,000 and the class's own number.</param>
/// <param name="Activities">Names of the activities we use, by activity_id.</param>
public sealed record EventClass(int Uid, string Name, string Category, IReadOnlyDictionary<int, string> Activities)
{
    public static readonly EventClass Email = new(4009, "Email Activity", "Network Activity", new Dictionary<int, string> { [3] = "Scan", [4] = "Trace", [99] = "Other" });
    public static readonly EventClass Detection = new(2004, "Detection Finding", "Findings", new Dictionary<int, string> { [1] = "Create", [2] = "Update", [3] = "Close" });
    public static readonly EventClass AccountChange = new(3001, "Account Change", "Identity & Access Management", new Dictionary<int, string> { [1] = "Create", [3] = "Password Change", [6] = "Delete", [99] = "Other" });
    public static readonly EventClass Authentication = new(3002, "Authentication", "Identity & Access Management", new Dictionary<int, string> { [1] = "Logon", [2] = "Logoff" });
    public static readonly EventClass Entity = new(3004, "Entity Management", "Identity & Access Management", new Dictionary<int, string> { [1] = "Create", [2] = "Read", [3] = "Update", [4] = "Delete", [99] = "Other" });
    public static readonly EventClass Lifecycle = new(6002, "Application Lifecycle", "Application Activity", new Dictionary<int, string> { [3] = "Start", [4] = "Stop", [99] = "Other" });
    public static readonly EventClass Api = new(6003, "API Activity", "Application Activity", new Dictionary<int, string> { [1] = "Create", [2] = "Read", [3] = "Update", [4] = "Delete", [99] = "Other" });

    /// <summary>category_uid.</summary>
    public int CategoryUid => Uid / 1_000;
}
