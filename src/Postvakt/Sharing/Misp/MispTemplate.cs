namespace Postvakt.Sharing.Misp;

/// <summary>A template of MISP's objects (MISP/misp-objects): servers know an object by it.</summary>
internal sealed record MispTemplate(string Name, string Category, string Uuid, string Version)
{
    public static readonly MispTemplate Email = new("email", "network", "a0c666e0-fc65-4be8-b48f-3423d788b552", "19");
    public static readonly MispTemplate File = new("file", "file", "688c46fb-5edb-40a3-8273-1af7923e2215", "25");
    public static readonly MispTemplate Url = new("url", "network", "60efb77b-40b5-4c46-871b-ed1ed999fce5", "10");
    public static readonly MispTemplate Report = new("report", "misc", "70a68471-df22-4e3f-aa1a-5a3be19f82df", "8");
}
