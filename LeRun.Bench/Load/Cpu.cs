using System.Runtime.InteropServices;

namespace LeRun.Bench.Load;

/// <summary>CPU time that was used so far, in microseconds.</summary>
internal static class Cpu
{
    private const int ThreadClock = 3;

    /// <summary>By this process, in all its threads.</summary>
    public static double Process => Environment.CpuUsage.TotalTime.TotalMicroseconds;

    /// <summary>By the thread that asks.</summary>
    public static double Thread => NativeMethods.GetTime(ThreadClock, out var time) == 0
        ? (time.Seconds * 1e6) + (time.Nanoseconds / 1e3)
        : throw new PlatformNotSupportedException("Threads' CPU time is read as Linux tells it.");

    /// <summary>By another process, in steps of 10 ms.</summary>
    public static double Of(int process)
    {
        using var other = System.Diagnostics.Process.GetProcessById(process);
        return other.TotalProcessorTime.TotalMicroseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "clock_gettime"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetTime(int clock, out Time time);
    }
}
