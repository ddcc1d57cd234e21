using System.Runtime.InteropServices;

namespace Postvakt.Documents.Outside;

/// <summary>Takes from a worker process what a parser never needs (setrlimit(2), prctl(2)). To be called at its start; cannot be taken back.</summary>
public static class WorkerLimits
{
    /// <summary>Bytes of writable memory for the whole process, its runtime's included. 1 GiB leaves room for one large archive.</summary>
    private const ulong Memory = 1UL << 30;

    private const int LimitFileSize = 1;
    private const int LimitData = 2;
    private const int LimitCore = 4;
    private const int NoNewPrivileges = 38;
    private const int Dumpable = 4;

    /// <summary>Sets every limit there is on Linux; elsewhere nothing.</summary>
    /// <returns>What could not be set; empty when all is.</returns>
    public static IReadOnlyList<string> Apply()
    {
        var open = new List<string>();
        if (!OperatingSystem.IsLinux()) return ["no limits outside Linux"];
        void Set(string what, int limit, ulong value)
        {
            var pair = new Limit { Soft = value, Hard = value };
            if (SetLimit(limit, ref pair) != 0) open.Add($"{what}: error {Marshal.GetLastPInvokeError()}");
        }

        // No file grows, so nothing unpacked is ever written; pipes are not files in this sense.
        Set("file size", LimitFileSize, 0);
        // A core dump would leave the attachment on disk.
        Set("core dump", LimitCore, 0);
        Set("memory", LimitData, Memory);
        if (Control(NoNewPrivileges, 1, 0, 0, 0) != 0) open.Add($"new privileges: error {Marshal.GetLastPInvokeError()}");
        if (Control(Dumpable, 0, 0, 0, 0) != 0) open.Add($"dumpable: error {Marshal.GetLastPInvokeError()}");
        return open;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, ref Limit limit);

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
