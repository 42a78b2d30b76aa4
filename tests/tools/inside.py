# SPDX-License-Identifier: ISC
"""What could somebody do who had taken over this process?

    inside.py PID READABLE FORBIDDEN...

Makes the process itself do system calls, by ptrace(2): READABLE must open for
reading and must not open for writing, each FORBIDDEN path must not open at
all, no port may be bound and its parent not be signalled.  Prints `ok`, `fail`
and `skip` lines.  The process goes on afterwards.
"""
import ctypes
import errno
import os
import platform
import socket
import struct
import sys

GETREGS, SETREGS, SINGLESTEP, ATTACH, DETACH = 12, 13, 9, 16, 17
# Places in struct user_regs_struct of x86-64.
(R10, RAX, RDX, RSI, RDI, ORIG_RAX, RIP, RSP) = (7, 10, 12, 13, 14, 15, 16, 19)
REGISTERS = struct.Struct("27Q")
OPENAT, CLOSE, SOCKET, BIND, KILL, GETPPID = 257, 3, 41, 49, 62, 110
LANDLOCK_CREATE_RULESET = 444
AT_FDCWD = (1 << 64) - 100
SYSCALL = b"\x0f\x05"
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_void_p,
                        ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request, pid, data=None):
    if libc.ptrace(request, pid, None, data) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


class Inside:
    """The process, stopped; as a context it is let go unchanged."""

    def __init__(self, pid):
        self.pid = pid
        self.buffer = ctypes.create_string_buffer(REGISTERS.size)

    def __enter__(self):
        ptrace(ATTACH, self.pid)
        os.waitpid(self.pid, 0)
        self.memory = open(f"/proc/{self.pid}/mem", "r+b", buffering=0)
        ptrace(GETREGS, self.pid, self.buffer)
        self.saved = list(REGISTERS.unpack(self.buffer.raw))
        self.scratch = (self.saved[RSP] - 8192) & ~15
        if self.peek(self.saved[RIP] - 2, 2) != SYSCALL:
            raise OSError(errno.EBUSY, "not inside a system call")
        return self

    def __exit__(self, *_):
        self.set(self.saved)
        self.memory.close()
        ptrace(DETACH, self.pid)

    def peek(self, address, size):
        self.memory.seek(address)
        return self.memory.read(size)

    def set(self, registers):
        ctypes.memmove(self.buffer, REGISTERS.pack(*registers),
                       REGISTERS.size)
        ptrace(SETREGS, self.pid, self.buffer)

    def call(self, number, *arguments):
        """One system call; its result, negative for an error."""
        registers = list(self.saved)
        registers[ORIG_RAX] = (1 << 64) - 1  # nothing to be restarted
        registers[RAX] = number
        registers[RIP] -= 2
        for place, value in zip((RDI, RSI, RDX, R10), arguments):
            registers[place] = value
        self.set(registers)
        ptrace(SINGLESTEP, self.pid)
        os.waitpid(self.pid, 0)
        ptrace(GETREGS, self.pid, self.buffer)
        result = REGISTERS.unpack(self.buffer.raw)[RAX]
        return result - (1 << 64) if result >> 63 else result

    def network(self):
        """Listening on a port of its own: true only with Landlock ABI 4."""
        words = "from inside: no port can be opened"
        abi = libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, 1)
        if abi < 4:
            return "skip", f"{words}: Landlock here is of ABI {abi}"
        sock = self.call(SOCKET, int(socket.AF_INET),
                         int(socket.SOCK_STREAM), 0)
        if sock < 0:
            return "ok", words
        self.memory.seek(self.scratch)
        self.memory.write(struct.pack("=HHIQ", socket.AF_INET, 0, 0, 0))
        result = self.call(BIND, sock, self.scratch, 16)
        self.call(CLOSE, sock)
        return "ok" if result < 0 else "fail", words

    def signal(self):
        """A signal to its supervisor."""
        result = self.call(KILL, self.call(GETPPID), 0)
        return ("ok" if result < 0 else "fail",
                "from inside: the supervisor can not be signalled")

    def open(self, path, flags):
        self.memory.seek(self.scratch)
        self.memory.write(path.encode() + b"\0")
        result = self.call(OPENAT, AT_FDCWD, self.scratch, flags, 0)
        if result >= 0:
            self.call(CLOSE, result)
        return result


def main():
    name = "a worker can read nothing but the root"
    if platform.machine() != "x86_64":
        print(f"skip {name}: the test is written for x86-64")
        return
    pid, readable, forbidden = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    flags = os.O_CLOEXEC | os.O_NONBLOCK
    results = []
    try:
        with Inside(pid) as inside:
            results.append(("ok" if inside.open(readable, flags) >= 0
                            else "fail", "from inside: the root is read"))
            writes = inside.open(readable, flags | os.O_WRONLY)
            results.append(("ok" if writes < 0 else "fail",
                            "from inside: the root is not written"))
            for path in forbidden:
                result = inside.open(path, flags)
                why = errno.errorcode.get(-result, "")
                shown = path if len(path) < 30 else os.path.basename(path)
                words = f"from inside: {shown} is refused"
                results.append(("ok", f"{words} ({why})") if result < 0
                               else ("fail", f"{words}: it opens"))
            results.append(inside.network())
            results.append(inside.signal())
    except PermissionError as error:
        print(f"skip {name}: {error.strerror}, the process is protected")
        return
    for verdict, words in results:
        print(verdict, words)


if __name__ == "__main__":
    main()
