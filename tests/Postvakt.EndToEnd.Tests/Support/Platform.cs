using System.Runtime.Versioning;

// Signals, file modes and limits are the subject of several tests here.
[assembly: SupportedOSPlatform("linux")]
